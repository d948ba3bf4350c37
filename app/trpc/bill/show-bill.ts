import { z } from "zod";
import { showBill as run } from "#app/services/bill/show-bill.ts";
import { tenantProcedure } from "../base.ts";

export const showBill = tenantProcedure({ action: "read", noun: "bill", who: ["staff", "customer", "api"] })
  .input(z.object({ billId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.billId, ctx.locale));
