import { expect, it } from "vitest";
import { z } from "zod";
import { choiceWords, fieldWords, hasFieldWords } from "./field-words.ts";
import { itemKinds } from "./kinds.ts";
import { termsSchema } from "./tariff/agreement.ts";

/** Names of the fields of a JSON Schema, at whatever depth. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties } = schema as { properties?: unknown };
  const own = typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}

const kinds = Object.values(itemKinds).map(({ kind, schema }) => [kind, schema as z.ZodType] as const);

it.each([...kinds, ["agreement", termsSchema] as const])(
  "every field of a form of %s has Chinese words for its form",
  (_, schema) => {
    const names = namesIn(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
    expect([...new Set(names)].filter((name) => !hasFieldWords(name))).toEqual([]);
  },
);

it("a name is its own English", () => {
  expect(fieldWords("responseMinutes", "en")).toBe("Response minutes");
  expect(choiceWords("half-up", "en")).toBe("Half up");
  expect(choiceWords("kW", "zh-CN")).toBe("kW");
});
