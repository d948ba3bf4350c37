import { expect, it } from "vitest";
import { fuzzBlueprints } from "../fixtures/mutate-blueprint.ts";

it("a million mutated blueprint files give a clear error or a valid blueprint", () => {
  const { valid, refused } = fuzzBlueprints(10_000, 1_000_000, 5_000);
  expect(valid + refused).toBe(1_000_000);
});
