import { formatDateTime } from "#app/components/format/datetime.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { releaseErrors } from "#app/services/blueprint/errors.ts";
import { pluginErrors } from "#app/services/plugin/errors.ts";
import { billingErrors } from "#engines/billing/index.ts";
import { type ErrorSpec, type Locale, ManifoldError, type Words } from "#engines/kernel/errors.ts";
import { meteringErrors } from "#engines/metering/index.ts";
import { sandboxErrors } from "#sandbox/errors.ts";
import { billExceptionErrors, billHoldErrors } from "./errors.ts";

export interface BillExceptionRow {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly agreementNumber: string;
  readonly customerNumber: string;
  readonly customerName: string;
  readonly billId: string | null;
  readonly resolution: "released" | "discarded" | "billed" | "repeated" | null;
}

export interface BillExceptions {
  /** Causes with how many are open and settled, the most frequent first. */
  readonly causes: readonly {
    readonly code: string;
    readonly words: string;
    readonly open: number;
    readonly settled: number;
  }[];
  readonly rows: readonly BillExceptionRow[];
}

const ROWS_LIMIT = 200;

/** The exceptions of a run: causes counted, and the first rows of one cause or of all. */
export async function listBillExceptions(
  scope: Scope,
  billRunId: string,
  code: string | undefined,
  locale: Locale,
): Promise<BillExceptions> {
  const causes = await readTenant<{ code: string; open: number; settled: number }>(
    scope,
    "bill-exception.causes",
    `SELECT code, (count(*) FILTER (WHERE resolution IS NULL))::integer AS open,
       (count(*) FILTER (WHERE resolution IS NOT NULL))::integer AS settled
     FROM bill_exception WHERE tenant_id = $1 AND bill_run_id = $2 GROUP BY code ORDER BY count(*) DESC, code`,
    [scope.tenantId, billRunId],
  );
  const rows = await readTenant<
    Omit<BillExceptionRow, "message"> & { params: Record<string, string>; timezone: string }
  >(
    scope,
    "bill-exception.list",
    `SELECT e.id, e.code, e.params, a.number AS "agreementNumber", c.number AS "customerNumber", c.name AS "customerName",
       e.bill_id AS "billId", e.resolution, s.timezone
     FROM bill_exception e
     JOIN agreement a ON a.tenant_id = e.tenant_id AND a.id = e.agreement_id
     JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
     JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
     WHERE e.tenant_id = $1 AND e.bill_run_id = $2 AND ($3::text IS NULL OR e.code = $3)
     ORDER BY e.resolution IS NOT NULL, e.code, a.number LIMIT ${ROWS_LIMIT}`,
    [scope.tenantId, billRunId, code ?? null],
  );
  return {
    causes: causes.map((cause) => ({ ...cause, words: causeWords(cause.code, locale) })),
    rows: rows.map(({ params, timezone, ...row }) => ({
      ...row,
      message: exceptionWords(row.code, params, locale, timezone),
    })),
  };
}

const CATALOGUE: Readonly<Record<string, ErrorSpec>> = {
  ...billingErrors,
  ...meteringErrors,
  ...releaseErrors,
  ...billExceptionErrors,
  ...billHoldErrors,
  ...pluginErrors,
  ...sandboxErrors,
};

/** A stored cause in the person's words, instants in the utility's zone; a code of an older version is shown as it is. */
export function exceptionWords(
  code: string,
  params: Readonly<Record<string, string | number>>,
  locale: Locale,
  timezone: string,
): string {
  const spec = CATALOGUE[code];
  if (spec === undefined) return code;
  const said = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, saidOf(value, locale, timezone)]),
  );
  return new ManifoldError(code, spec, said, undefined, undefined).wordsIn(locale);
}

/** The cause without its particulars: "缺少 … 的冻结示数". */
export function causeWords(code: string, locale: Locale): string {
  return CATALOGUE[code]?.[locale].replace(/[“"]?\{\w+\}[”"]?/g, "…") ?? code;
}

const COMPARED: Readonly<Record<string, Words>> = {
  PREVIOUS: { "zh-CN": "上一期", en: "the bill before" },
  YEAR_AGO: { "zh-CN": "去年同期", en: "a year ago" },
};

function saidOf(value: string | number, locale: Locale, timezone: string): string | number {
  if (typeof value === "number") return value;
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return formatDateTime(value, timezone, locale);
  return COMPARED[value]?.[locale] ?? value;
}
