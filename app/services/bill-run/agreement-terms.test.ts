import { expect, it } from "vitest";
import { type LocalDay, parseDay } from "#engines/kernel/zone.ts";
import { readTerms } from "./agreement-terms.ts";

const START = parseDay("2026-01-01") as LocalDay;
const withShare = (share: string) => ({
  quantityRules: [{ kind: "loss-share", quantity: "energy", share }],
});

it.each(["0", "0.025", "1"])("a share of %s is one", (share) => {
  expect(() => readTerms(withShare(share), START)).not.toThrow();
});

it.each(["2.5", "1.0001", "-0.1", "2.5 %"])(
  "a share of %s is refused with its place and what was expected",
  (share) => {
    expect(() => readTerms(withShare(share), START)).toThrowError(
      expect.objectContaining({ code: "TERMS_INVALID", where: { path: "quantityRules[0].share" } }),
    );
  },
);
