import { z } from "zod";
import { discardBill as run } from "#app/services/bill/settle-held-bill.ts";
import { tenantProcedure } from "../base.ts";

export const discardBill = tenantProcedure({ action: "run", noun: "bill", who: "staff" })
  .input(z.object({ billId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.billId, new Date()));
