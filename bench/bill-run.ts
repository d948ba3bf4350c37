import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { billRunProgress } from "#app/services/bill-run/bill-run-progress.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { manyHouseholds, timed } from "./billing/household.ts";
import { onEmptyProduct } from "./database/empty-product.ts";
import type { Report } from "./harness.ts";

const AGREEMENTS = 10_000;
/** Chunks under way at the same time in this one process: while one is rated, the database writes the other. */
const CHUNKS_AT_ONCE = 2;

/**
 * A bill run from stored register indices to bills, lines and ledger entries, committed. The second month counts: it stands
 * on the bills of the first. The baseline is COPY of the very same rows into tables with the same keys, nothing computed.
 */
export default async function billRun(report: Report): Promise<void> {
  await onEmptyProduct(async ({ owner }) => {
    const utility = await manyHouseholds("bench-bills", AGREEMENTS, 3);
    const now = () => new Date("2026-05-01T00:00:00Z");
    let seconds = 0;
    for (const period of ["2026-01", "2026-02"]) {
      // What autovacuum does in its own time.
      await owner.query("ANALYZE");
      const { billRunId } = await startBillRun(utility.scope, { period, inBackground: false, now: now() });
      const work = () => workBillRun(utility.scope, billRunId, { now });
      seconds = await timed(() => Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, work)));
      const { posted } = await billRunProgress(utility.scope, billRunId);
      if (posted !== AGREEMENTS) throw new Error(`${posted} of ${AGREEMENTS} agreements were billed`);
    }
    const copied = await copyAgain(owner, utility.tenantId);
    report({
      name: "bill run: tiers and time of use, from indices to ledger, committed",
      value: AGREEMENTS / seconds,
      unit: "bills/s",
      baseline: `COPY of the same bills, lines and entries: ${Math.round(AGREEMENTS / copied)} bills/s`,
      ratio: copied / seconds,
      goal: "≥ 0.25; 2,500 bills/s on two free cores",
    });
  });
}

/** The rows of the second month, by COPY into tables with the same keys. Seconds. */
async function copyAgain(owner: pg.Client, tenantId: string): Promise<number> {
  const wanted: readonly (readonly [table: string, condition: string])[] = [
    ["bill", "t.period = '2026-02'"],
    [
      "bill_line",
      "EXISTS (SELECT 1 FROM bill b WHERE b.tenant_id = t.tenant_id AND b.id = t.bill_id AND b.period = '2026-02')",
    ],
    [
      "ledger_entry",
      "EXISTS (SELECT 1 FROM bill b WHERE b.tenant_id = t.tenant_id AND b.id = t.reference_id AND b.period = '2026-02')",
    ],
  ];
  const prepared: { table: string; rows: Buffer[] }[] = [];
  // Policies bind the owner too: without entering the tenant there would be nothing to copy.
  await owner.query("BEGIN");
  await owner.query("SELECT app.enter($1::uuid, ARRAY[$1::uuid])", [tenantId]);
  for (const [table, condition] of wanted) {
    const rows: Buffer[] = [];
    const stream = owner.query(copyTo(`COPY (SELECT t.* FROM ${table} t WHERE ${condition}) TO STDOUT`));
    for await (const piece of stream as AsyncIterable<Buffer>) rows.push(piece);
    await owner.query(`CREATE TABLE copy_${table} (LIKE ${table} INCLUDING ALL)`);
    prepared.push({ table, rows });
  }
  await owner.query("COMMIT");
  for (const { table, rows } of prepared) {
    // A row is a line in COPY's text: line feeds inside of values are escaped.
    const count = rows.reduce((sum, piece) => sum + piece.toString("latin1").split("\n").length - 1, 0);
    if (count < AGREEMENTS) throw new Error(`${count} rows of ${table} were prepared`);
  }
  return timed(async () => {
    await owner.query("BEGIN");
    for (const { table, rows } of prepared) {
      const stream = owner.query(copyFrom(`COPY copy_${table} FROM STDIN`));
      for (const piece of rows) stream.write(piece);
      stream.end();
      await finished(stream);
    }
    await owner.query("COMMIT");
  });
}
