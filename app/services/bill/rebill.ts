import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { cancelBill } from "./cancel-bill.ts";

/**
 * Cancels a posted bill and makes it again from the reads and the release of now, as a run of this one agreement: checks,
 * exceptions and revision are those of any run.
 * @returns the new bill; null where none could be made (the run's exceptions say why)
 * @throws what cancelling throws; BILL_RUN_BUSY, and then nothing was cancelled
 */
export async function rebill(
  scope: Scope,
  billId: string,
  { reason, now }: { readonly reason: string; readonly now: Date },
): Promise<{ billRunId: string; newBillId: string | null }> {
  const { agreementId, period } = await cancelBill(scope, billId, { reason, now, unlessRunning: true });
  const { billRunId } = await startBillRun(scope, {
    period,
    inBackground: false,
    now,
    agreementIds: [agreementId],
  });
  await workBillRun(scope, billRunId, { now: () => now });
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ id: string }>(
      "SELECT id FROM bill WHERE tenant_id = $1 AND bill_run_id = $2 AND agreement_id = $3",
      [scope.tenantId, billRunId, agreementId],
    ),
  );
  return { billRunId, newBillId: rows[0]?.id ?? null };
}
