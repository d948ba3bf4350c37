import { z } from "zod";
import { readTenant } from "#app/platform/database.ts";
import { isTrustedKey, signText, verifyText } from "#app/platform/signing.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { canonicalJson, type Hashable } from "#engines/kernel/hash.ts";
import type { Item } from "#schema/blueprint/item.ts";
import { releaseErrors } from "./errors.ts";
import { findTenant } from "./export-pack.ts";
import { ownOf } from "./own-items.ts";
import { currentRelease, releaseOf } from "./release.ts";
import { upperScope } from "./upper.ts";

const fail = errorsOf(releaseErrors);

const FORMAT = "manifold-bundle/1";
const LIMIT_BYTES = 50_000_000;

const bodySchema = z.strictObject({
  format: z.literal(FORMAT),
  /** From where: the slug, for people. */
  tenant: z.string(),
  release: z.int().positive(),
  /** The hash of the release: what applying it must come to. */
  hash: z.string(),
  /** The hash of the upper tier's release that it stands on; null at the top. */
  upperHash: z.string().nullable(),
  /** The utility's own items. */
  items: z.array(
    z.strictObject({ kind: z.string(), key: z.string(), content: z.record(z.string(), z.json()) }),
  ),
});

const bundleSchema = z.strictObject({ ...bodySchema.shape, keyId: z.string(), signature: z.string() });

export type BundleBody = z.output<typeof bodySchema>;

/**
 * A release as one signed file: what is carried from a test tenant to production, or to another installation. Throws
 * TENANT_UNKNOWN, RELEASE_UNKNOWN, RELEASE_FORGED.
 */
export async function makeBundle(slug: string, number?: number): Promise<string> {
  const scope = systemScope((await findTenant(slug)).id, "bundle");
  const release = number === undefined ? await currentRelease(scope) : await releaseOf(scope, number);
  const upper = await upperScope(scope);
  const base =
    upper === undefined || release.parentNumber === null
      ? undefined
      : await releaseOf(upper, release.parentNumber);
  const body: BundleBody = {
    format: FORMAT,
    tenant: slug,
    release: release.number,
    hash: release.hash,
    upperHash: base?.hash ?? null,
    items: ownOf(release.items) as BundleBody["items"],
  };
  const { keyId, value } = signText(textOf(body));
  return `${JSON.stringify({ ...body, keyId, signature: value }, null, 2)}\n`;
}

/** Reads a bundle and verifies that this installation, or one that it trusts, signed it. Throws BUNDLE_…. */
export function readBundle(text: string): BundleBody {
  if (text.length > LIMIT_BYTES) throw fail("BUNDLE_BROKEN", { detail: `> ${LIMIT_BYTES}` });
  const parsed = bundleSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fail("BUNDLE_BROKEN", { detail: `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim() });
  }
  const { keyId, signature, ...body } = parsed.data;
  if (!isTrustedKey(keyId)) throw fail("BUNDLE_KEY_UNKNOWN", { key: keyId });
  if (!verifyText(textOf(body), { keyId, value: signature })) throw fail("BUNDLE_FORGED");
  return body;
}

/**
 * The number of the upper tier's release on which a bundle must stand in a utility: the newest of the content that it stood
 * on where it was made. Null at the top. Throws BUNDLE_UPPER_MISSING.
 */
export async function standingOfBundle(scope: Scope, bundle: BundleBody): Promise<number | null> {
  const upper = await upperScope(scope);
  if (upper === undefined && bundle.upperHash === null) return null;
  const [found] =
    upper === undefined || bundle.upperHash === null
      ? []
      : await readTenant<{ number: number }>(
          upper,
          "release.by-hash",
          "SELECT number FROM release WHERE tenant_id = $1 AND hash = $2 ORDER BY number DESC LIMIT 1",
          [upper.tenantId, bundle.upperHash],
        );
  if (found === undefined) throw fail("BUNDLE_UPPER_MISSING");
  return found.number;
}

export function itemsOfBundle({ items }: BundleBody): Item[] {
  return items as Item[];
}

const textOf = (body: BundleBody): string => canonicalJson(body as unknown as Hashable);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fail("BUNDLE_BROKEN", { detail: error instanceof Error ? error.message : "" }, undefined, error);
  }
}
