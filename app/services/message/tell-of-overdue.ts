import { addJob } from "#app/jobs/add-job.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { dayStartMs, type LocalDay, localDayOf, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { hasTemplate } from "./has-template.ts";
import { queueMessages } from "./queue-message.ts";
import { placeOf } from "./recipients.ts";

const TEMPLATE = "bill-overdue";
/** Days after the due day on which a bill that is still open is reminded of. */
export const REMINDER_DAYS = [1, 7, 15] as const;
/** When in the day, by the utility's clock. */
const HOUR_MS = 9 * 3_600_000;

interface OpenBill {
  id: string;
  number: string;
  customer_id: string;
  name: string;
  open: string;
  due_on: string;
}

/** Plans the first reminder of bills that were posted, in the transaction that tells of them. */
export async function planReminders(
  sql: TenantSql,
  scope: Scope,
  bills: readonly { readonly id: string; readonly due_on: string }[],
): Promise<void> {
  if (bills.length === 0 || !(await hasTemplate(scope, TEMPLATE))) return;
  const { timezone } = await placeOf(sql, scope);
  for (const [dueOn, due] of Map.groupBy(bills, ({ due_on }) => due_on)) {
    const ids = due.map(({ id }) => id);
    await plan(sql, ids, (parseDay(dueOn) ?? 0) + REMINDER_DAYS[0], timezone);
  }
}

function plan(sql: TenantSql, billIds: readonly string[], day: LocalDay, timezone: string): Promise<void> {
  const runAt = new Date(dayStartMs(zoneOf(timezone), day) + HOUR_MS);
  return addJob(
    sql,
    "message.tell-overdue",
    { billIds: [...billIds] },
    { key: `${billIds[0]} ${day}`, runAt },
  );
}

/**
 * Reminds of those of the bills that are still open, once a bill and reminder day however often it is run, and plans the next
 * reminder day. Whoever comes late (the product stood still) sends the latest reminder only, not all that were missed.
 */
export async function tellOfOverdue(scope: Scope, billIds: readonly string[], now: Date): Promise<void> {
  if (!(await hasTemplate(scope, TEMPLATE))) return;
  await withTenantSql(scope, async (sql) => {
    const { timezone } = await placeOf(sql, scope);
    const today = localDayOf(zoneOf(timezone), now.getTime());
    const { rows } = await sql.query<OpenBill>(
      `SELECT b.id, b.number, b.customer_id, c.name, (b.total - b.paid)::text AS open, b.due_on::text
       FROM bill b JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
       WHERE b.tenant_id = $1 AND b.id = ANY ($2::uuid[]) AND b.state = 'posted' AND b.paid < b.total ORDER BY b.id`,
      [scope.tenantId, billIds],
    );
    const late = rows.map((bill) => ({ ...bill, days: today - (parseDay(bill.due_on) ?? today) }));
    const reminders = late.flatMap((bill) => {
      const stage = REMINDER_DAYS.findLast((days) => days <= bill.days);
      return stage === undefined ? [] : [{ ...bill, stage }];
    });
    await queueMessages(
      sql,
      scope,
      TEMPLATE,
      reminders.map((bill) => ({
        to: { customerId: bill.customer_id },
        key: `${TEMPLATE}:${bill.id}:${bill.stage}`,
        about: { noun: "bill", id: bill.id },
        data: {
          customerName: bill.name,
          billNumber: bill.number,
          billId: bill.id,
          daysLate: bill.days,
          dueOn: bill.due_on,
          open: bill.open,
        },
      })),
      now,
    );
    const next = Map.groupBy(late, ({ days }) => REMINDER_DAYS.find((each) => each > days));
    for (const [stage, bills] of next) {
      if (stage === undefined) continue;
      for (const [days, same] of Map.groupBy(bills, ({ days }) => days))
        await plan(
          sql,
          same.map(({ id }) => id),
          today + stage - days,
          timezone,
        );
    }
  });
}
