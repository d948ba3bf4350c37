import { expect, it } from "vitest";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { checkers } from "./checkers.ts";

it("the check of a tariff finds a golden example that comes out otherwise, by a pointer into the item", () => {
  const words = { "zh-CN": "平价", en: "flat" };
  const tariff = itemKinds.tariff.schema.parse({
    label: words,
    utility: "power",
    currency: "CNY",
    charges: [{ type: "energy", code: "energy", label: words, price: "0.5" }],
    examples: [
      {
        label: words,
        from: "2026-01-01",
        to: "2026-02-01",
        usage: { energy: "10" },
        expect: { total: "6.00" },
      },
    ],
  });
  expect(checkers.tariff(tariff)).toMatchObject([{ path: "/examples/0/expect/total", severity: "error" }]);
});
