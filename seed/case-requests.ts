import type { ReleaseContent } from "#app/services/blueprint/release.ts";
import { isoDay, type LocalDay } from "#engines/kernel/zone.ts";
import type { Codelist } from "#schema/blueprint/codelist/schema.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import type { Random } from "./random.ts";

/** What somebody in the demo would have written into a form, in the language of the utility. */
export function requestOf(
  release: ReleaseContent,
  form: string | undefined,
  who: { readonly name: string; readonly phone: string | null; readonly language: "zh-CN" | "en" },
  on: LocalDay,
  random: Random,
): JsonObject {
  const content = release.items.find(({ kind, key }) => kind === "form" && key === form)?.content;
  if (content === undefined) return {};
  const data: Record<string, Json> = {};
  for (const field of (content as unknown as Form).fields) {
    if (!("required" in field) || (field.required !== true && !random.chance(0.6))) continue;
    const value = answerTo(field, release, who, on, random);
    if (value !== undefined) data[field.id] = value;
  }
  return data;
}

function answerTo(
  field: Form["fields"][number],
  release: ReleaseContent,
  { name, phone, language }: Parameters<typeof requestOf>[2],
  on: LocalDay,
  random: Random,
): Json | undefined {
  switch (field.type) {
    case "choice": {
      const codes = (field.options ?? codesOf(release, field.codelist)).map(({ code }) => code);
      return codes.length === 0 ? undefined : random.pick(codes);
    }
    case "yesNo":
      return random.chance(0.5);
    case "date":
      return isoDay(on);
    case "text":
    case "longText": {
      if (field.id === "phone") return phone ?? undefined;
      if (field.id === "name") return name;
      const said = SAID[field.id];
      return said === undefined ? undefined : random.pick(said[language]);
    }
    default:
      return undefined;
  }
}

function codesOf(release: ReleaseContent, key: string | undefined): readonly { readonly code: string }[] {
  const content = release.items.find((item) => item.kind === "codelist" && item.key === key)?.content;
  return content === undefined ? [] : (content as unknown as Codelist).codes;
}

const SAID: Readonly<Record<string, Readonly<Record<"zh-CN" | "en", readonly string[]>>>> = {
  description: {
    "zh-CN": [
      "昨晚开始，家里时有时无，邻居也一样。",
      "上门时间与约定不符，等了一下午没有人来。",
      "这个月的账单比上个月多出一倍，用量没有变化。",
      "表箱门坏了，雨天会进水，希望尽快修好。",
    ],
    en: [
      "Since last night it comes and goes; the neighbours have it too.",
      "Nobody came at the time agreed; I waited all afternoon.",
      "This bill is twice the last one and we used no more than before.",
      "The door of the meter box is broken and rain gets in.",
    ],
  },
  wish: {
    "zh-CN": ["请尽快答复处理结果。", "希望重新核对账单。", "请提前电话联系。"],
    en: [
      "Please tell me soon what you found.",
      "Please check the bill again.",
      "Please call before you come.",
    ],
  },
  reasonText: { "zh-CN": ["房屋已出售。"], en: ["The house was sold."] },
};
