import { isTrustedKey, type Signature, signText, verifyText } from "#app/platform/signing.ts";
import { canonicalJson } from "#engines/kernel/hash.ts";

/** What a signature says: this content became this release of this utility, then, by these people. */
export interface ReleaseStatement {
  readonly tenantId: string;
  readonly number: number;
  readonly hash: string;
  readonly parentNumber: number | null;
  readonly note: string;
  readonly publishedAt: Date;
  readonly publishedBy: string | null;
  readonly approvedBy: string | null;
}

/** `foreign`: signed by a key that this installation does not know. */
export type SignatureState = "valid" | "missing" | "foreign" | "forged";

export function signRelease(statement: ReleaseStatement): Signature {
  return signText(textOf(statement));
}

export function signatureState(
  statement: ReleaseStatement,
  signature: { readonly keyId: string | null; readonly value: string | null },
): SignatureState {
  const { keyId, value } = signature;
  if (keyId === null || value === null) return "missing";
  if (!isTrustedKey(keyId)) return "foreign";
  return verifyText(textOf(statement), { keyId, value }) ? "valid" : "forged";
}

function textOf({ publishedAt, ...rest }: ReleaseStatement): string {
  return canonicalJson({ ...rest, publishedAt: publishedAt.toISOString() });
}
