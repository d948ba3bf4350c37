import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH, type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AlarmState, Severity } from "#engines/alarms/index.ts";
import type { Words } from "#engines/kernel/errors.ts";

export const ALARM_SORTS = ["severity", "raisedAt"] as const;
export type AlarmSort = (typeof ALARM_SORTS)[number];
/** What is listed: what stands, what was put aside, or everything that ever was. */
export const ALARM_VIEWS = ["standing", "aside", "all"] as const;

export interface AlarmFilter {
  readonly view?: (typeof ALARM_VIEWS)[number] | undefined;
  readonly severity?: Exclude<Severity, "normal"> | undefined;
  readonly state?: AlarmState | undefined;
  readonly rule?: string | undefined;
  /** A number of a service point, a customer's number or name, or part of an address. */
  readonly search?: string | undefined;
}

export interface AlarmRow {
  readonly id: string;
  readonly rule: string;
  readonly label: Words;
  readonly state: AlarmState;
  /** Of the condition now. */
  readonly severity: Severity;
  /** Since it was raised. */
  readonly worst: Severity;
  readonly raisedAt: string;
  readonly shelvedUntil: string | null;
  readonly correctedAt: string | null;
  readonly servicePoint: string;
  readonly address: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
}

export interface AlarmCounts {
  /** Standing, by the worst severity since they were raised. */
  readonly bySeverity: Readonly<Record<Exclude<Severity, "normal">, number>>;
  readonly unacknowledged: number;
  readonly aside: number;
}

/** One page of alarms; by severity the worst first, the newest of them first. */
export async function listAlarms(
  scope: Scope,
  filter: AlarmFilter,
  place: Keyset<AlarmSort>,
  limit?: number,
): Promise<KeysetPage<AlarmRow>> {
  // The default order of both is downwards.
  const key =
    place.sort === "severity"
      ? "lpad(a.rank::text, 1, '0') || to_char(a.raised_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS')"
      : "to_char(a.raised_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS')";
  return keysetPage(place, limit, (cursor, order, count) =>
    readTenant<AlarmRow & { key: string }>(
      scope,
      `alarm.list.${place.sort}.${order}`,
      `SELECT ${key} AS key, ${COLUMNS} FROM alarm a ${JOINS}
       WHERE a.tenant_id = $1 AND ${FITS}
         AND ($7::text IS NULL OR (${key}, a.id) ${order === "ASC" ? ">" : "<"} ($7, $8::uuid))
       ORDER BY ${key} ${order}, a.id ${order} LIMIT $9`,
      [...filterValues(scope, filter), cursor?.key ?? null, cursor?.id ?? null, count],
    ),
  );
}

/** How many stand, for the head of the list and the menu. */
export async function countAlarms(scope: Scope): Promise<AlarmCounts> {
  const rows = await readTenant<{ worst: Severity; state: AlarmState; count: number }>(
    scope,
    "alarm.count",
    "SELECT worst, state, count(*)::int AS count FROM alarm WHERE tenant_id = $1 AND state <> 'normal' GROUP BY worst, state",
    [scope.tenantId],
  );
  const sum = (fits: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(fits).reduce((total, { count }) => total + count, 0);
  const isAside = (state: AlarmState): boolean => state === "shelved" || state === "outOfService";
  const of = (severity: Severity): number => sum(({ worst, state }) => worst === severity && !isAside(state));
  return {
    bySeverity: { critical: of("critical"), high: of("high"), medium: of("medium"), low: of("low") },
    unacknowledged: sum(({ state }) => state === "unacknowledged" || state === "returned"),
    aside: sum(({ state }) => isAside(state)),
  };
}

/** Every alarm that fits, page by page, for an export. */
export function exportAlarms(scope: Scope, filter: AlarmFilter): AsyncIterable<readonly AlarmRow[]> {
  const place = { sort: "raisedAt", direction: "descending", before: undefined } as const;
  return batchesOf((after) => listAlarms(scope, filter, { ...place, after }, EXPORT_BATCH));
}

function filterValues(scope: Scope, filter: AlarmFilter): unknown[] {
  return [
    scope.tenantId,
    filter.view ?? "standing",
    filter.severity ?? null,
    filter.state ?? null,
    filter.rule ?? null,
    filter.search || null,
  ];
}

export const ALARM_COLUMNS = `a.id, a.rule_key AS rule, a.label, a.state, a.severity, a.worst, a.raised_at AS "raisedAt",
  a.shelved_until AS "shelvedUntil", a.corrected_at AS "correctedAt", s.number AS "servicePoint", p.address,
  c.id AS "customerId", c.name AS "customerName"`;
const COLUMNS = ALARM_COLUMNS;

export const ALARM_JOINS = `
  JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
  JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
  LEFT JOIN agreement g ON g.tenant_id = a.tenant_id AND g.service_point_id = a.service_point_id AND g.end_on IS NULL
  LEFT JOIN customer c ON c.tenant_id = g.tenant_id AND c.id = g.customer_id`;
const JOINS = ALARM_JOINS;

const FITS = `
  CASE $2::text WHEN 'standing' THEN a.state IN ('unacknowledged', 'acknowledged', 'returned', 'latched')
    WHEN 'aside' THEN a.state IN ('shelved', 'outOfService') ELSE true END
  AND ($2::text = 'all' OR a.state <> 'normal')
  AND ($3::text IS NULL OR a.worst = $3) AND ($4::text IS NULL OR a.state = $4) AND ($5::text IS NULL OR a.rule_key = $5)
  AND ($6::text IS NULL OR s.number = $6 OR c.number = $6 OR c.name = $6 OR position($6 IN p.address) > 0)`;
