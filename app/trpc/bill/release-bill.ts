import { z } from "zod";
import { releaseBill as run } from "#app/services/bill/settle-held-bill.ts";
import { tenantProcedure } from "../base.ts";

export const releaseBill = tenantProcedure({ action: "run", noun: "bill", who: "staff" })
  .input(z.object({ billId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.billId, new Date()));
