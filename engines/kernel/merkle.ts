import { createHash } from "node:crypto";

/**
 * The root of a Merkle tree over leaves (SHA-256), as RFC 9162 §2.1.1 defines it: leaves are prefixed with 0, nodes with 1,
 * and a tree splits at the largest power of two below its size. Equal roots mean equal leaves in equal order.
 * @throws RangeError for no leaves
 */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) throw new RangeError("a tree needs a leaf");
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return hash(0, only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hash(1, merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}

function hash(prefix: 0 | 1, ...parts: readonly Buffer[]): Buffer {
  const digest = createHash("sha256").update(Buffer.of(prefix));
  for (const part of parts) digest.update(part);
  return digest.digest();
}
