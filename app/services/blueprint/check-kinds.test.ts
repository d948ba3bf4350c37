import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { checkBlueprint } from "#schema/blueprint/check.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { checkPorts } from "./check-items.ts";
import { readPackFolder } from "./pack-folder.ts";

// What the check finds in each kind, by making one mistake in an item that ships.

const PACK = path.resolve(import.meta.dirname, "../../../tenants/qingjiang");
let items: readonly Item[];

beforeAll(async () => {
  const { pack } = await readPackFolder(PACK);
  items = pack?.items ?? [];
});

/** Where and what the check finds after `value` was put at the pointers of an item. */
function findings(name: string, changes: Readonly<Record<string, unknown>>) {
  const own = structuredClone(items) as { kind: string; key: string; content: JsonObject }[];
  const item = own.find(({ kind, key }) => `${kind}/${key}` === name);
  if (item === undefined) throw new Error(`there is no ${name}`);
  for (const [pointer, value] of Object.entries(changes)) {
    const steps = pointer.split("/").slice(1);
    const last = steps.pop() as string;
    const holder = steps.reduce<unknown>((at, step) => (at as JsonObject)[step], item.content) as Record<
      string,
      unknown
    >;
    holder[last] = value;
  }
  return checkBlueprint({ upper: [], own: own as Item[] }, checkPorts).problems;
}

describe("the check of a blueprint", () => {
  it("finds nothing in what ships", () => {
    expect(findings("tariff/residential", {})).toEqual([]);
  });

  it.each([
    [
      "form/close-account",
      { "/fields/1/requiredWhen": "reson == 'other'" },
      "/fields/1/requiredWhen",
      "EXPRESSION_TYPE",
    ],
    [
      "form/close-account",
      { "/fields/1/requiredWhen": "reason + 1" },
      "/fields/1/requiredWhen",
      "EXPRESSION_TYPE",
    ],
    ["form/close-account", { "/fields/2/min": "someday" }, "/fields/2/min", "ITEM_INVALID"],
    ["service/close-account", { "/steps/0/outcomes/0/to": "end" }, "/steps/1", "SERVICE_INVALID"],
    [
      "service/close-account",
      { "/steps/2/actions/0/with/on": "data.nothing" },
      "/steps/2/actions/0/with/on",
      "EXPRESSION_TYPE",
    ],
    ["service/close-account", { "/steps/1/form": "none" }, "/steps/1/form", "REFERENCE_MISSING"],
    ["kpi/arrival-within-45-minutes", { "/filter": "servis == 'x'" }, "/filter", "EXPRESSION_TYPE"],
    [
      "kpi/arrival-within-45-minutes",
      { "/measure/where": "minutesFromOpening + 'a'" },
      "/measure/where",
      "EXPRESSION_TYPE",
    ],
    ["alarm/voltage-loss", { "/levels/0/raise": "voltage < 'low'" }, "/levels/0/raise", "EXPRESSION_TYPE"],
    ["tariff/residential", { "/label": 3 }, "/label", "ITEM_INVALID"],
  ] as const)("finds a mistake in %s: %j", (name, change, at, code) => {
    const [first] = findings(name, change);
    expect(first).toMatchObject({ item: name, path: at, code, severity: "error" });
    expect(first?.remedy.en).not.toBe("");
    expect(first?.remedy["zh-CN"]).toMatch(/\p{Script=Han}/u);
    expect(first?.message["zh-CN"]).toMatch(/\p{Script=Han}/u);
  });

  it("finds every mistake in the texts of a message, each at its place", () => {
    const found = findings("message/account-shared", {
      "/channels/sms/body/zh-CN": "{{ nobody }}",
      "/channels/sms/body/en": "{{ invitedBy | explode }} {{ link }}",
    });
    expect(found.map(({ path: at, code }) => [at, code])).toEqual([
      ["/channels/sms/body/en", "MESSAGE_FILTER_UNKNOWN"],
      ["/channels/sms/body/zh-CN", "MESSAGE_VARIABLE_UNKNOWN"],
    ]);
    expect(findings("message/account-shared", { "/channels/sms/body/en": "{% if link %}" })).toMatchObject([
      { path: "/channels/sms/body/en", code: "MESSAGE_TEMPLATE_MALFORMED" },
    ]);
  });
});
