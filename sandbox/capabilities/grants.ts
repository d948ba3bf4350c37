import type { Manifest } from "#plugins/sdk/manifest.ts";
import type { Words } from "#plugins/sdk/values.ts";
import { sandboxFail } from "../errors.ts";
import type { Capability } from "./capability.ts";
import type { CapabilityTable } from "./index.ts";

/** A capability with its scope: as a manifest requests it (there with a reason), as a tenant approves it. */
export interface Grant {
  readonly capability: string;
  readonly [scopeMember: string]: unknown;
}

/** Capability → scope, after requested ∩ approved. */
export type EffectiveGrants = ReadonlyMap<string, unknown>;

/** Reads the scope of a request or an approval by the capability's own schema. */
export function scopeOf(table: CapabilityTable, grant: Grant): { row: Capability; scope: unknown } {
  const row = table.get(grant.capability);
  if (row === undefined) {
    throw sandboxFail("BUNDLE_INVALID", { reason: `there is no capability "${grant.capability}"` });
  }
  const { capability: _name, reason: _reason, ...members } = grant;
  const parsed = row.scope.safeParse(members);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw sandboxFail("BUNDLE_INVALID", {
      reason: `capability "${row.name}": ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
    });
  }
  return { row, scope: parsed.data };
}

/**
 * requested ∩ approved, down to the members of the scopes. At a deterministic point only capabilities that cannot
 * change an answer are left.
 */
export function effectiveGrants(
  table: CapabilityTable,
  manifest: Pick<Manifest, "capabilities">,
  approved: readonly Grant[],
  deterministic: boolean,
): EffectiveGrants {
  const effective = new Map<string, unknown>();
  for (const request of manifest.capabilities) {
    const { row, scope } = scopeOf(table, request);
    const approval = approved.find((grant) => grant.capability === row.name);
    if (approval === undefined || (deterministic && !row.deterministic)) continue;
    const narrowed = row.narrow(scope, scopeOf(table, approval).scope);
    if (narrowed !== undefined) effective.set(row.name, narrowed);
  }
  return effective;
}

/** A line of the consent screen: what the plugin could do, and why it says it needs to. */
export interface ConsentLine {
  readonly capability: string;
  readonly words: Words;
  readonly reason: Words;
}

export function consentLines(
  table: CapabilityTable,
  manifest: Pick<Manifest, "capabilities">,
): ConsentLine[] {
  return manifest.capabilities.map((request) => {
    const { row, scope } = scopeOf(table, request);
    return { capability: row.name, words: row.consent(scope), reason: request.reason };
  });
}
