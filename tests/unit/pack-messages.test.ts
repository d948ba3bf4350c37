import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { LOCALES } from "#engines/kernel/errors.ts";
import { compileMessage } from "#engines/messages/index.ts";
import { messageSchema } from "#schema/blueprint/message/schema.ts";

// Every template of the packs that ship says something in both languages, and what it says has no seams.

const packs = path.resolve(import.meta.dirname, "../../tenants");
const templates = readdirSync(packs).flatMap((pack) => {
  const folder = path.join(packs, pack, "message");
  const names = readdirSync(path.dirname(folder)).includes("message") ? readdirSync(folder) : [];
  return names.map((name) => `${pack}/message/${name}`);
});

const read = (file: string) =>
  compileMessage(messageSchema.parse(parse(readFileSync(path.join(packs, file), "utf8"))));

describe.each(templates)("%s", (file) => {
  it.each(LOCALES)("reads well with its samples in %s", (locale) => {
    const { sms, email, app } = read(file).sample({ locale, timezone: "Asia/Shanghai", currency: "CNY" });
    const texts = [sms?.text, email?.subject, email?.text, app?.title, app?.text].filter(
      (text) => text !== undefined,
    );
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect(text).not.toMatch(/\{\{|\}\}|\{%|NaN|undefined|null|Invalid| {2}|、，|，，/);
      expect(text.length).toBeGreaterThan(1);
    }
  });
});

it("the bill of the province's pack, word for word", () => {
  const { sms } = read("qingjiang/message/bill-issued.yaml").sample({
    locale: "zh-CN",
    timezone: "Asia/Shanghai",
    currency: "CNY",
  });
  expect(sms).toEqual({
    text: "【清江电力】尊敬的李明，您2026年10月用电186千瓦时，应缴103.24元，请于2026年11月20日前缴纳。详询95500。",
    encoding: "ucs-2",
    units: 65,
    segments: 1,
  });
});
