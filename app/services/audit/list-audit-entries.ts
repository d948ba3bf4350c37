import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface AuditFilter {
  readonly noun?: string | undefined;
  readonly nounId?: string | undefined;
  readonly actorKind?: string | undefined;
  /** Part of the actor's name. */
  readonly actor?: string | undefined;
  /** Instants; `until` is excluded. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

export interface AuditEntry {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actorKind: string;
  readonly actorName: string;
  readonly action: string;
  readonly noun: string;
  readonly nounId: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly requestId: string | null;
  readonly ip: string | null;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Hand them back as `after` and `before`; null at the ends. */
  readonly next: string | null;
  readonly previous: string | null;
}

export const AUDIT_PAGE_SIZE = 50;
const NEWEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const OLDEST = "00000000-0000-0000-0000-000000000000";

/** The trail of the utility, the newest first, with keyset paging both ways. */
export async function listAuditEntries(
  scope: Scope,
  filter: AuditFilter,
  place: { readonly after?: string | undefined; readonly before?: string | undefined } = {},
): Promise<AuditPage> {
  const backwards = place.before !== undefined;
  const rows = await read(scope, filter, place, AUDIT_PAGE_SIZE + 1);
  const more = rows.length > AUDIT_PAGE_SIZE;
  const entries = rows.slice(0, AUDIT_PAGE_SIZE);
  if (backwards) entries.reverse();
  const first = entries[0]?.id ?? null;
  const last = entries.at(-1)?.id ?? null;
  return backwards
    ? { entries, next: last, previous: more ? first : null }
    : { entries, next: more ? last : null, previous: place.after === undefined ? null : first };
}

/** Every entry that fits, the newest first, in batches: an export holds one batch in memory. */
export function exportAuditEntries(scope: Scope, filter: AuditFilter): AsyncIterable<readonly AuditEntry[]> {
  return batchesOf(async (after) => {
    const rows = await read(scope, filter, { after }, EXPORT_BATCH);
    return { rows, next: rows.length === EXPORT_BATCH ? (rows.at(-1)?.id ?? null) : null };
  });
}

interface Row extends Omit<AuditEntry, "at"> {
  readonly at: Date;
}

async function read(
  scope: Scope,
  filter: AuditFilter,
  { after, before }: { after?: string | undefined; before?: string | undefined },
  limit: number,
): Promise<AuditEntry[]> {
  const backwards = before !== undefined;
  const rows = await readTenant<Row>(
    scope,
    backwards ? "audit.list-backwards" : "audit.list",
    backwards ? SELECT_BACKWARDS : SELECT_FORWARDS,
    [
      scope.tenantId,
      lowest(before ?? OLDEST, filter.from),
      highest(after ?? NEWEST, filter.until),
      filter.noun || null,
      filter.nounId || null,
      filter.actorKind || null,
      filter.actor || null,
      limit,
    ],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

// Ids are uuid v7 and made at the moment of the entry: a span of time is a span of ids, which the primary key finds.
const lowest = (id: string, from: Date | undefined): string => {
  const bound = from && idAt(from);
  return bound !== undefined && bound > id ? bound : id;
};
const highest = (id: string, until: Date | undefined): string => {
  const bound = until && idAt(until);
  return bound !== undefined && bound < id ? bound : id;
};

/** The smallest uuid v7 of an instant (RFC 9562 §5.7: 48 bits of milliseconds come first). */
function idAt(instant: Date): string {
  const hex = instant.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const select = (order: "ASC" | "DESC"): string => `
  SELECT id, at, actor_kind AS "actorKind", actor_name AS "actorName", action, noun, noun_id AS "nounId", before, after,
    request_id AS "requestId", host(ip) AS ip
  FROM audit_entry
  WHERE tenant_id = $1 AND id > $2 AND id < $3
    AND ($4::text IS NULL OR noun = $4) AND ($5::text IS NULL OR noun_id = $5)
    AND ($6::text IS NULL OR actor_kind = $6) AND ($7::text IS NULL OR strpos(lower(actor_name), lower($7)) > 0)
  ORDER BY id ${order} LIMIT $8`;

const SELECT_FORWARDS = select("DESC");
const SELECT_BACKWARDS = select("ASC");
