import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH, type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AccessBasis } from "./access-basis.ts";

export interface AccessFilter {
  /** Part of the name of who looked, or of the reason. */
  readonly search?: string | undefined;
  readonly basis?: AccessBasis | undefined;
  /** The customer's number. */
  readonly customer?: string | undefined;
  /** Instants; `until` is excluded. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
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
  readonly customerId: string | null;
  readonly customerNumber: string | null;
  readonly basis: AccessBasis;
  readonly reason: string | null;
  readonly ip: string | null;
}

/** Who was shown personal data of this utility's customers, the newest first, with keyset paging both ways. */
export async function listAccess(
  scope: Scope,
  filter: AccessFilter,
  place: Pick<Keyset<"id">, "after" | "before">,
  limit?: number,
): Promise<KeysetPage<AccessEntry>> {
  return keysetPage({ sort: "id", direction: "descending", ...place }, limit, (cursor, order, count) =>
    readTenant<AccessEntry>(scope, `privacy.access.${order}`, LIST(order), [
      scope.tenantId,
      cursor?.id ?? null,
      filter.search || null,
      filter.basis ?? null,
      filter.customer || null,
      filter.from ?? null,
      filter.until ?? null,
      count,
    ]),
  );
}

/** Every entry that fits, in batches: an export holds one batch in memory. */
export function exportAccess(scope: Scope, filter: AccessFilter): AsyncIterable<readonly AccessEntry[]> {
  return batchesOf((after) => listAccess(scope, filter, { after, before: undefined }, EXPORT_BATCH));
}

const LIST = (order: "ASC" | "DESC"): string => `
  SELECT p.id, p.id::text AS key, to_char(p.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, p.actor_kind AS "actorKind",
    p.actor_name AS "actorName", p.call, p.fields, p.records, p.customer_id AS "customerId", c.number AS "customerNumber", p.basis, p.reason,
    host(p.ip) AS ip
  FROM personal_access p LEFT JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
  WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR p.id ${order === "ASC" ? ">" : "<"} $2)
    AND ($3::text IS NULL OR strpos(lower(p.actor_name), lower($3)) > 0 OR strpos(lower(p.reason), lower($3)) > 0)
    AND ($4::text IS NULL OR p.basis = $4)
    AND ($5::text IS NULL OR c.number = $5)
    AND ($6::timestamptz IS NULL OR p.at >= $6) AND ($7::timestamptz IS NULL OR p.at < $7)
  ORDER BY p.id ${order} LIMIT $8`;
