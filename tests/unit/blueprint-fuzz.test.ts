import { expect, it } from "vitest";
import { fuzzBlueprints } from "../fixtures/mutate-blueprint.ts";

/** Processor time that one file may cost; on an idle machine the slowest takes a twentieth of it. */
const LIMIT_MS = 5_000;

it("10,000 mutated blueprint files give a clear error or a valid blueprint", { timeout: 600_000 }, () => {
  const { valid, refused } = fuzzBlueprints(0, 10_000, LIMIT_MS);
  expect(valid + refused).toBe(10_000);
  // Both ends are reached, or the mutations would prove nothing.
  expect(valid).toBeGreaterThan(500);
  expect(refused).toBeGreaterThan(500);
});
