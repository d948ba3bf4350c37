import { publish } from "#app/jobs/subscriptions.ts";
import { copyRows } from "#app/platform/copy-rows.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { billPostings, bookedParts } from "#app/services/ledger/bill-postings.ts";
import { postEntries } from "#app/services/ledger/post-entries.ts";
import type { WorkCalendar } from "#engines/kernel/calendar.ts";
import { workingDayFrom } from "#engines/kernel/calendar.ts";
import { isoDay } from "#engines/kernel/zone.ts";
import type { MadeBill, Outcome } from "./rate-agreement.ts";

export interface ChunkContext {
  readonly billRunId: string;
  readonly period: string;
  readonly calendar: WorkCalendar;
  readonly now: Date;
  /** Whether what follows from a posted bill follows: not for months long past, which a seed or a migration bills. */
  readonly tell: boolean;
}

export interface ChunkCounts {
  readonly posted: number;
  readonly held: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Days from the end of the period to the due day; a due day on which nobody works moves to the next working day. */
const DUE_DAYS = 20;

/**
 * Writes what became of a chunk's agreements: bills with their lines, the ledger entries of those that are posted at once,
 * exceptions of the others. All of it in the caller's transaction. A bill that exists already is left as it is and counts
 * as skipped.
 */
export async function storeOutcomes(
  sql: TenantSql,
  scope: Scope,
  context: ChunkContext,
  outcomes: readonly Outcome[],
): Promise<ChunkCounts> {
  const made = outcomes.flatMap((outcome) =>
    outcome.kind === "bill" ? [{ id: newId(), bill: outcome.bill }] : [],
  );
  const stored = await storeBills(sql, scope.tenantId, context, made);
  const written = made.filter(({ id }) => stored.has(id));
  const posted = written.filter(({ bill }) => bill.hold === undefined);
  await postEntries(
    sql,
    scope.tenantId,
    posted.flatMap(({ id, bill: { agreement, rated } }) =>
      billPostings({
        billId: id,
        customerId: agreement.customerId,
        customerNumber: agreement.customerNumber,
        postedAt: context.now,
        ...bookedParts(rated),
      }),
    ),
  );
  await storeExceptions(sql, scope.tenantId, context, outcomes, written);
  if (posted.length > 0 && context.tell)
    await publish(sql, "bill.posted", { billIds: posted.map(({ id }) => id) });
  const failed = outcomes.filter((outcome) => outcome.kind === "failed").length;
  return {
    posted: posted.length,
    held: written.length - posted.length,
    failed,
    skipped: outcomes.length - failed - written.length,
  };
}

interface NumberedBill {
  readonly id: string;
  readonly bill: MadeBill;
}

const BILL_COLUMNS = [
  "id",
  "number",
  "agreement_id",
  "customer_id",
  "service_point_id",
  "period_start",
  "period_end",
  "revision",
  "state",
  "currency",
  "total",
  "usage",
  "usage_unit",
  "closing",
  "release_number",
  "tariff_key",
  "tariff_hash",
  "quantities",
  "reads",
  "included_taxes",
  "estimated",
  "due_on",
] as const;

const LINE_COLUMNS = [
  "bill_id",
  "number",
  "code",
  "label",
  "line_group",
  "quantity",
  "unit",
  "price",
  "amount",
  "derivation",
] as const;

// Temporary tables have no policies, so COPY may fill them; they live as long as the connection and empty themselves.
const STAGE_BILLS = `CREATE TEMPORARY TABLE IF NOT EXISTS staged_bill (
  id uuid, number text, agreement_id uuid, customer_id uuid, service_point_id uuid, period_start date, period_end date,
  revision smallint, state text, currency text, total numeric, usage numeric, usage_unit text, closing jsonb,
  release_number integer, tariff_key text, tariff_hash text, quantities jsonb, reads jsonb, included_taxes jsonb,
  estimated boolean, due_on date) ON COMMIT DELETE ROWS`;

const STAGE_LINES = `CREATE TEMPORARY TABLE IF NOT EXISTS staged_bill_line (
  bill_id uuid, number smallint, code text, label jsonb, line_group text, quantity numeric, unit text, price numeric,
  amount numeric, derivation jsonb) ON COMMIT DELETE ROWS`;

const INSERT_BILLS = `
  INSERT INTO bill (tenant_id, bill_run_id, period, created_at, posted_at, ${BILL_COLUMNS.join(", ")})
  SELECT $1::uuid, $2::uuid, $3::text, $4::timestamptz, CASE WHEN state = 'posted' THEN $4::timestamptz END, ${BILL_COLUMNS.join(", ")}
  FROM pg_temp.staged_bill
  ON CONFLICT ON CONSTRAINT bill_once DO NOTHING RETURNING id`;

const INSERT_LINES = `
  INSERT INTO bill_line (tenant_id, ${LINE_COLUMNS.join(", ")})
  SELECT $1::uuid, ${LINE_COLUMNS.join(", ")} FROM pg_temp.staged_bill_line
  ON CONFLICT ON CONSTRAINT bill_line_pk DO NOTHING`;

/** Returns the ids of the bills that were new. */
async function storeBills(
  sql: TenantSql,
  tenantId: string,
  context: ChunkContext,
  made: readonly NumberedBill[],
): Promise<ReadonlySet<string>> {
  if (made.length === 0) return new Set();
  await sql.query(STAGE_BILLS);
  await sql.query(STAGE_LINES);
  await copyRows(
    sql,
    "pg_temp.staged_bill",
    BILL_COLUMNS,
    made.map((each) => billRow(context, each)),
  );
  const { rows } = await sql.query<{ id: string }>(INSERT_BILLS, [
    tenantId,
    context.billRunId,
    context.period,
    context.now,
  ]);
  const stored = new Set(rows.map(({ id }) => id));
  const lines = made.filter(({ id }) => stored.has(id)).flatMap(lineRows);
  await copyRows(sql, "pg_temp.staged_bill_line", LINE_COLUMNS, lines);
  await sql.query(INSERT_LINES, [tenantId]);
  return stored;
}

function billRow(context: ChunkContext, { id, bill }: NumberedBill) {
  const { agreement, rated } = bill;
  const revised = agreement.revision === 0 ? "" : `-R${agreement.revision}`;
  return [
    id,
    `${context.period.replace("-", "")}-${agreement.number}${revised}`,
    agreement.id,
    agreement.customerId,
    agreement.servicePointId,
    agreement.periodStart,
    agreement.periodEnd,
    agreement.revision,
    bill.hold === undefined ? "posted" : "draft",
    rated.currency,
    rated.total.toString(),
    bill.usage.toString(),
    bill.usageUnit,
    rated.closing,
    bill.releaseNumber,
    agreement.tariffKey,
    bill.tariffHash,
    rated.quantities,
    bill.reads,
    rated.includedTaxes,
    bill.estimated,
    isoDay(workingDayFrom(context.calendar, rated.to + DUE_DAYS)),
  ];
}

function lineRows({ id, bill }: NumberedBill) {
  return bill.rated.lines.map((line, at) => [
    id,
    at + 1,
    line.code,
    line.label,
    line.group ?? null,
    line.quantity?.toString() ?? null,
    line.unit,
    line.price?.toString() ?? null,
    line.amount.toString(),
    line.derivation,
  ]);
}

/** New exceptions of this run; those of earlier runs of the same month are settled, one way or the other. */
async function storeExceptions(
  sql: TenantSql,
  tenantId: string,
  context: ChunkContext,
  outcomes: readonly Outcome[],
  written: readonly NumberedBill[],
): Promise<void> {
  const failed = outcomes.flatMap((outcome) =>
    outcome.kind === "failed"
      ? [{ agreementId: outcome.agreementId, error: outcome.error, billId: null as string | null }]
      : [],
  );
  const held = written.flatMap(({ id, bill }) =>
    bill.hold === undefined ? [] : [{ agreementId: bill.agreement.id, error: bill.hold, billId: id }],
  );
  const settle = `UPDATE bill_exception SET resolution = $4, resolved_at = $5
    WHERE tenant_id = $1 AND period = $2 AND agreement_id = ANY ($3::uuid[]) AND resolution IS NULL AND bill_id IS NULL`;
  const billed = written.map(({ bill }) => bill.agreement.id);
  await sql.query(settle, [tenantId, context.period, billed, "billed", context.now]);
  const exceptions = [...failed, ...held];
  if (exceptions.length === 0) return;
  await sql.query(settle, [
    tenantId,
    context.period,
    failed.map((each) => each.agreementId),
    "repeated",
    context.now,
  ]);
  await sql.query(
    `INSERT INTO bill_exception (tenant_id, id, bill_run_id, agreement_id, period, code, params, bill_id, created_at)
     SELECT $1::uuid, e.id, $2::uuid, e.agreement_id, $3::text, e.code, e.params, e.bill_id, $4::timestamptz
     FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::jsonb[], $9::uuid[]) AS e(id, agreement_id, code, params, bill_id)
     ON CONFLICT ON CONSTRAINT bill_exception_once DO NOTHING`,
    [
      tenantId,
      context.billRunId,
      context.period,
      context.now,
      exceptions.map(() => newId()),
      exceptions.map(({ agreementId }) => agreementId),
      exceptions.map(({ error }) => error.code),
      exceptions.map(({ error }) => JSON.stringify(error.params)),
      exceptions.map(({ billId }) => billId),
    ],
  );
}
