import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { merkleRoot } from "./merkle.ts";

const leaf = (text: string) => createHash("sha256").update(text).digest();
const sha = (...parts: (Buffer | string)[]) => {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest();
};

test("RFC 9162 §2.1.1: one leaf, and three leaves by hand", () => {
  const [a, b, c] = [leaf("a"), leaf("b"), leaf("c")];
  expect(merkleRoot([a])).toEqual(sha("\0", a));
  const left = sha("\x01", sha("\0", a), sha("\0", b));
  expect(merkleRoot([a, b, c])).toEqual(sha("\x01", left, sha("\0", c)));
  expect(() => merkleRoot([])).toThrow(RangeError);
});

test("any change of a leaf, of their order or number changes the root", () => {
  const leaves = fc.array(fc.string(), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(leaves, leaves, (one, two) => {
      const same = JSON.stringify(one) === JSON.stringify(two);
      expect(merkleRoot(one.map(leaf)).equals(merkleRoot(two.map(leaf)))).toBe(same);
    }),
  );
});
