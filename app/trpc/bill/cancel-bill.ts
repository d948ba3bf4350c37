import { z } from "zod";
import { cancelBill as run } from "#app/services/bill/cancel-bill.ts";
import { rebill } from "#app/services/bill/rebill.ts";
import { tenantProcedure } from "../base.ts";

export const cancelBill = tenantProcedure({ action: "cancel", noun: "bill", who: "staff" })
  .input(
    z.object({
      billId: z.uuid(),
      reason: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .regex(/^\P{Cc}*$/u),
      /** Makes it again at once from the reads and the release of now. */
      again: z.boolean().default(false),
    }),
  )
  .mutation(async ({ ctx, input: { billId, reason, again } }) => {
    const why = { reason, now: new Date() };
    if (again) return { newBillId: (await rebill(ctx.scope, billId, why)).newBillId };
    await run(ctx.scope, billId, why);
    return { newBillId: null };
  });
