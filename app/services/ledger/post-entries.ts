import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Decimal } from "#engines/kernel/decimal.ts";
import { type AccountKind, CHART, type ChartKey, receivableCode } from "./chart.ts";

/** One end of an entry: an account of the chart, or what a customer owes. */
export type Account = ChartKey | { readonly customerId: string; readonly customerNumber: string };

/** An entry to be written. A negative amount is written as a positive one with the accounts exchanged; zero is not written. */
export interface Posting {
  readonly debit: Account;
  readonly credit: Account;
  readonly amount: Decimal;
  readonly currency: string;
  readonly eventAt: Date;
  readonly referenceKind: "bill" | "cancellation" | "payment";
  readonly referenceId: string;
  /** Distinguishes the entries of one reference: the same key is written once, however often it is posted. */
  readonly key: string;
}

/** The columns of the statement below, one array each: thousands of entries go in one round trip. */
interface Columns {
  readonly id: string[];
  readonly debitCode: string[];
  readonly creditCode: string[];
  readonly amount: string[];
  readonly currency: string[];
  readonly eventAt: Date[];
  readonly referenceKind: string[];
  readonly referenceId: string[];
  readonly key: string[];
}

/**
 * Writes entries into the ledger inside the transaction of what they record, and opens the accounts that do not exist
 * yet. Idempotent by reference and key. Returns how many were new.
 */
export async function postEntries(
  sql: TenantSql,
  tenantId: string,
  postings: readonly Posting[],
): Promise<number> {
  const wanted = postings.filter(({ amount }) => !amount.isZero);
  if (wanted.length === 0) return 0;
  await openAccounts(sql, tenantId, wanted);
  const columns = columnsOf(wanted);
  const { rowCount } = await sql.query(INSERT_ENTRIES, [
    tenantId,
    columns.id,
    columns.debitCode,
    columns.creditCode,
    columns.amount,
    columns.currency,
    columns.eventAt,
    columns.referenceKind,
    columns.referenceId,
    columns.key,
  ]);
  return rowCount;
}

/** A look-up by key. No account: NULL, which the column refuses, so that an entry is never dropped in silence. */
const accountId = (code: string): string =>
  `(SELECT a.id FROM account a WHERE a.tenant_id = $1::uuid AND a.code = e.${code} AND a.currency = e.currency)`;

const INSERT_ENTRIES = `
  INSERT INTO ledger_entry
    (tenant_id, id, debit_account_id, credit_account_id, amount, currency, event_at, reference_kind, reference_id, idempotency_key)
  SELECT $1::uuid, e.id, ${accountId("debit_code")}, ${accountId("credit_code")}, e.amount, e.currency, e.event_at,
    e.reference_kind, e.reference_id, e.key
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::numeric[], $6::text[], $7::timestamptz[], $8::text[], $9::uuid[], $10::text[])
    AS e(id, debit_code, credit_code, amount, currency, event_at, reference_kind, reference_id, key)
  ON CONFLICT ON CONSTRAINT ledger_entry_once DO NOTHING`;

const OPEN_ACCOUNTS = `
  INSERT INTO account (tenant_id, id, code, currency, kind, customer_id)
  SELECT $1::uuid, a.id, a.code, a.currency, a.kind, a.customer_id
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[]) AS a(id, code, currency, kind, customer_id)
  ORDER BY a.code, a.currency
  ON CONFLICT ON CONSTRAINT account_code_unique DO NOTHING`;

const KNOWN_ACCOUNTS = `
  SELECT e.code, e.currency, ${accountId("code")} IS NOT NULL AS known
  FROM unnest($2::text[], $3::text[]) AS e(code, currency)`;

async function openAccounts(sql: TenantSql, tenantId: string, postings: readonly Posting[]): Promise<void> {
  const accounts = new Map<
    string,
    { code: string; currency: string; kind: AccountKind; customerId: string | null }
  >();
  for (const { debit, credit, currency } of postings) {
    for (const end of [debit, credit]) {
      const code = codeOf(end);
      if (accounts.has(`${code} ${currency}`)) continue;
      const own = typeof end === "string";
      const kind = own ? CHART[end].kind : "receivable";
      accounts.set(`${code} ${currency}`, { code, currency, kind, customerId: own ? null : end.customerId });
    }
  }
  const all = [...accounts.values()];
  // Mostly they exist: looking first keeps the rows of the chart from being locked by every chunk of a run.
  const { rows } = await sql.query<{ code: string; currency: string; known: boolean }>(KNOWN_ACCOUNTS, [
    tenantId,
    all.map(({ code }) => code),
    all.map(({ currency }) => currency),
  ]);
  for (const { code, currency, known } of rows) if (known) accounts.delete(`${code} ${currency}`);
  const missing = [...accounts.values()];
  if (missing.length === 0) return;
  await sql.query(OPEN_ACCOUNTS, [
    tenantId,
    missing.map(() => newId()),
    missing.map(({ code }) => code),
    missing.map(({ currency }) => currency),
    missing.map(({ kind }) => kind),
    missing.map(({ customerId }) => customerId),
  ]);
}

function columnsOf(postings: readonly Posting[]): Columns {
  const columns: Columns = {
    id: [],
    debitCode: [],
    creditCode: [],
    amount: [],
    currency: [],
    eventAt: [],
    referenceKind: [],
    referenceId: [],
    key: [],
  };
  for (const posting of postings) {
    const reversed = posting.amount.isNegative;
    columns.id.push(newId());
    columns.debitCode.push(codeOf(reversed ? posting.credit : posting.debit));
    columns.creditCode.push(codeOf(reversed ? posting.debit : posting.credit));
    columns.amount.push(posting.amount.abs().toString());
    columns.currency.push(posting.currency);
    columns.eventAt.push(posting.eventAt);
    columns.referenceKind.push(posting.referenceKind);
    columns.referenceId.push(posting.referenceId);
    columns.key.push(posting.key);
  }
  return columns;
}

const codeOf = (account: Account): string =>
  typeof account === "string" ? CHART[account].code : receivableCode(account.customerNumber);
