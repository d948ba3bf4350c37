import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { exceptionWords } from "#app/services/bill-run/list-exceptions.ts";
import type { Locale, Words } from "#engines/kernel/errors.ts";

/** A shadow run with its counts at this moment. Times are ISO instants. */
export interface ShadowRun {
  readonly id: string;
  readonly tariffKey: string;
  readonly tariffLabel: Words;
  readonly tariffHash: string;
  readonly liveKeys: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly state: "running" | "paused" | "stopped" | "done";
  readonly releaseNumber: number;
  readonly agreements: number;
  readonly compared: number;
  readonly failed: number;
  readonly requestedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

const RUN = `
  SELECT r.id, r.tariff_key AS "tariffKey", r.content -> 'label' AS "tariffLabel", r.tariff_hash AS "tariffHash",
    array_to_json(r.live_keys) AS "liveKeys", r.period_from AS "from", r.period_to AS "to", r.state,
    r.release_number AS "releaseNumber", r.agreements, c.compared, c.failed, r.requested_by_name AS "requestedBy",
    to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "startedAt",
    to_char(r.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "finishedAt"
  FROM shadow_run r
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(k.compared), 0)::integer AS compared, coalesce(sum(k.failed), 0)::integer AS failed
    FROM shadow_run_chunk k WHERE k.tenant_id = r.tenant_id AND k.shadow_run_id = r.id
  ) AS c
  WHERE r.tenant_id = $1`;

const LIST_LIMIT = 50;

/** The latest runs, newest first. */
export async function listShadowRuns(scope: Scope): Promise<ListedShadowRuns> {
  const runs = await readTenant<ShadowRun>(
    scope,
    "shadow-run.list",
    `${RUN} ORDER BY r.id DESC LIMIT ${LIST_LIMIT}`,
    [scope.tenantId],
  );
  const [months] = await readTenant<{ first: string | null; last: string | null }>(
    scope,
    "shadow-run.billed-months",
    "SELECT min(period) AS first, max(period) AS last FROM bill WHERE tenant_id = $1 AND state = 'posted'",
    [scope.tenantId],
  );
  return { runs, billed: { first: months?.first ?? null, last: months?.last ?? null } };
}

export interface ListedShadowRuns {
  readonly runs: readonly ShadowRun[];
  /** First and last month with posted bills: where there is something to compare. */
  readonly billed: { readonly first: string | null; readonly last: string | null };
}

/** Sums over the agreements of one class. Amounts are decimal texts. */
export interface ShadowClass {
  readonly class: string;
  readonly currency: string;
  readonly agreements: number;
  readonly usage: string;
  readonly live: string;
  readonly draft: string;
  readonly up: number;
  readonly same: number;
  readonly down: number;
}

/** Agreements whose bill changes by so many percent: from `percent` − 5 to `percent`; the ends are open. */
export interface ShadowBucket {
  readonly percent: number;
  readonly agreements: number;
}

export interface ShadowCustomer {
  readonly agreementId: string;
  readonly agreementNumber: string;
  readonly customerId: string;
  readonly customerNumber: string;
  readonly customerName: string;
  readonly class: string;
  readonly currency: string;
  readonly usage: string;
  readonly live: string;
  readonly draft: string;
  readonly change: string;
  /** Of the live amount, in percent; null where that is nothing. */
  readonly percent: string | null;
}

export interface ShadowFault {
  readonly code: string;
  readonly side: "live" | "draft";
  readonly words: string;
  readonly agreements: number;
}

export interface ShownShadowRun extends ShadowRun {
  readonly classes: readonly ShadowClass[];
  readonly buckets: readonly ShadowBucket[];
  /** The hundred for whom it changes most, in money. */
  readonly most: readonly ShadowCustomer[];
  readonly faults: readonly ShadowFault[];
}

/** Width of a bucket in percent, and how many stand on each side of zero. */
export const BUCKET_PERCENT = 5;
const BUCKETS_A_SIDE = 10;

const CLASSES = `
  SELECT class, currency, count(*)::integer AS agreements, sum(usage)::text AS usage, sum(live)::text AS live, sum(draft)::text AS draft,
    (count(*) FILTER (WHERE draft > live))::integer AS up, (count(*) FILTER (WHERE draft = live))::integer AS same,
    (count(*) FILTER (WHERE draft < live))::integer AS down
  FROM shadow_run_result WHERE tenant_id = $1 AND shadow_run_id = $2 AND code IS NULL
  GROUP BY class, currency ORDER BY sum(live) DESC, class`;

const BUCKETS = `
  SELECT greatest(-$3::integer, least($3::integer, CASE
      WHEN live = 0 THEN sign(draft - live) * $3::integer
      WHEN draft >= live THEN ceil((draft - live) * 100 / abs(live) / $4::integer)
      ELSE floor((draft - live) * 100 / abs(live) / $4::integer) END))::integer AS bucket, count(*)::integer AS agreements
  FROM shadow_run_result WHERE tenant_id = $1 AND shadow_run_id = $2 AND code IS NULL
  GROUP BY 1 ORDER BY 1`;

/** Rows of the result with names, largest change first. Also what the export streams. */
export const RESULTS = `
  SELECT s.agreement_id AS "agreementId", a.number AS "agreementNumber", c.id AS "customerId", c.number AS "customerNumber",
    c.name AS "customerName", s.class, s.currency, s.usage::text AS usage, s.live::text AS live, s.draft::text AS draft,
    (s.draft - s.live)::text AS change,
    CASE WHEN s.live = 0 THEN NULL ELSE round((s.draft - s.live) * 100 / abs(s.live), 1)::text END AS percent
  FROM shadow_run_result s
  JOIN agreement a ON a.tenant_id = s.tenant_id AND a.id = s.agreement_id
  JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
  WHERE s.tenant_id = $1 AND s.shadow_run_id = $2 AND s.code IS NULL`;

const MOST_LIMIT = 100;

const FAULTS = `
  SELECT code, side, (array_agg(params))[1] AS params, count(*)::integer AS agreements
  FROM shadow_run_result WHERE tenant_id = $1 AND shadow_run_id = $2 AND code IS NOT NULL
  GROUP BY code, side ORDER BY count(*) DESC, code`;

/** A run with what it found so far. @throws NOT_FOUND */
export async function showShadowRun(
  scope: Scope,
  shadowRunId: string,
  locale: Locale,
): Promise<ShownShadowRun> {
  const values = [scope.tenantId, shadowRunId];
  const [run] = await readTenant<ShadowRun>(scope, "shadow-run.one", `${RUN} AND r.id = $2`, values);
  if (run === undefined) throw commonError("NOT_FOUND");
  const [classes, buckets, most, faults] = await Promise.all([
    readTenant<ShadowClass>(scope, "shadow-run.classes", CLASSES, values),
    readTenant<{ bucket: number; agreements: number }>(scope, "shadow-run.buckets", BUCKETS, [
      ...values,
      BUCKETS_A_SIDE,
      BUCKET_PERCENT,
    ]),
    readTenant<ShadowCustomer>(
      scope,
      "shadow-run.most",
      `${RESULTS} ORDER BY abs(s.draft - s.live) DESC, s.agreement_id LIMIT ${MOST_LIMIT}`,
      values,
    ),
    readTenant<Omit<ShadowFault, "words"> & { params: Record<string, string> }>(
      scope,
      "shadow-run.faults",
      FAULTS,
      values,
    ),
  ]);
  const counted = new Map(buckets.map(({ bucket, agreements }) => [bucket, agreements]));
  return {
    ...run,
    classes,
    buckets: Array.from({ length: 2 * BUCKETS_A_SIDE + 1 }, (_, at) => {
      const bucket = at - BUCKETS_A_SIDE;
      return { percent: bucket * BUCKET_PERCENT, agreements: counted.get(bucket) ?? 0 };
    }),
    most,
    faults: faults.map(({ params, ...fault }) => ({
      ...fault,
      words: exceptionWords(fault.code, params, locale, "UTC"),
    })),
  };
}
