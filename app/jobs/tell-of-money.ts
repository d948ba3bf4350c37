import { tellOfBills as bills, tellOfPayment as payment } from "#app/services/message/tell-of-money.ts";
import { tellOfOverdue as overdue } from "#app/services/message/tell-of-overdue.ts";
import type { JobRun } from "./job.ts";

/** Messages about bills that were just posted. */
export async function tellOfBills(
  { billIds }: { billIds: readonly string[] },
  { scope }: JobRun,
): Promise<void> {
  await bills(scope, billIds, new Date());
}

/** The message about a payment that was just received. */
export async function tellOfPayment({ paymentId }: { paymentId: string }, { scope }: JobRun): Promise<void> {
  await payment(scope, paymentId, new Date());
}

/** Reminders of bills whose due day has passed. */
export async function tellOfOverdue(
  { billIds }: { billIds: readonly string[] },
  { scope }: JobRun,
): Promise<void> {
  await overdue(scope, billIds, new Date());
}
