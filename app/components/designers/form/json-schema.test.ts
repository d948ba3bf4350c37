import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { tariffSchema } from "#schema/blueprint/tariff/schema.ts";
import { type Schema, schemaAt, shapeOf } from "./json-schema.ts";

const schema = z.toJSONSchema(tariffSchema, { io: "input", unrepresentable: "any" }) as Schema;
const content: JsonObject = {
  charges: [
    { type: "energy", code: "energy", price: "0.5" },
    { type: "power-factor", code: "pf", of: ["*"], table: [{ from: "0.90", percent: "-0.75" }] },
  ],
  schedules: { day: [{ from: "2026-01-01", value: { rules: [{ period: "peak" }] } }] },
  examples: [{ usage: { energy: "100", "energy.peak": { start: "1", end: "2" } } }],
};
const fieldsAt = (...segments: string[]): readonly string[] => {
  const shape = shapeOf(schemaAt(schema, content, segments), schema);
  return shape.is === "object" ? Object.keys(shape.properties) : [shape.is];
};

describe("the schema of a place", () => {
  it("is that of the branch that is meant, by what stands there", () => {
    expect(fieldsAt("charges", "0")).toContain("price");
    expect(fieldsAt("charges", "0")).not.toContain("table");
    expect(fieldsAt("charges", "1")).toContain("table");
    expect(fieldsAt("schedules", "day", "0", "value")).toContain("rules");
    expect(fieldsAt("examples", "0", "usage", "energy.peak")).toEqual(["start", "end", "multiplier"]);
  });

  it("is one field where a decimal may be a number or a text", () => {
    expect(fieldsAt("examples", "0", "usage", "energy")).toEqual(["text"]);
  });

  it("is nothing known where the schema knows nothing", () => {
    expect(fieldsAt("nowhere", "at", "all")).toEqual(["json"]);
  });
});
