import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface AccessFilter {
  /** Part of the name of who looked. */
  readonly actor?: string | undefined;
  readonly basis?: "role" | "reason" | undefined;
  /** The customer's number. */
  readonly customer?: string | undefined;
}

export interface AccessEntry {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actorKind: "staff" | "api";
  readonly actorName: string;
  readonly call: string;
  readonly fields: readonly string[];
  readonly records: number;
  readonly customerNumber: string | null;
  readonly basis: "role" | "reason";
  readonly reason: string | null;
  readonly ip: string | null;
}

const PAGE_SIZE = 50;

/** Who was shown personal data of this utility's customers, the newest first. */
export async function listAccess(
  scope: Scope,
  filter: AccessFilter,
  after?: string,
): Promise<{ entries: readonly AccessEntry[]; next: string | null }> {
  const rows = await readTenant<AccessEntry>(scope, "privacy.access", LIST, [
    scope.tenantId,
    after ?? null,
    filter.actor || null,
    filter.basis ?? null,
    filter.customer || null,
    PAGE_SIZE + 1,
  ]);
  const entries = rows.slice(0, PAGE_SIZE);
  return { entries, next: rows.length > PAGE_SIZE ? (entries.at(-1)?.id ?? null) : null };
}

const LIST = `
  SELECT p.id, to_char(p.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, p.actor_kind AS "actorKind",
    p.actor_name AS "actorName", p.call, p.fields, p.records, c.number AS "customerNumber", p.basis, p.reason, host(p.ip) AS ip
  FROM personal_access p LEFT JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
  WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR p.id < $2)
    AND ($3::text IS NULL OR strpos(lower(p.actor_name), lower($3)) > 0)
    AND ($4::text IS NULL OR p.basis = $4)
    AND ($5::text IS NULL OR c.number = $5)
  ORDER BY p.id DESC LIMIT $6`;
