import { z } from "zod";
import { listPayments as run } from "#app/services/payment/list-payments.ts";
import { tenantProcedure } from "../base.ts";

export const listPayments = tenantProcedure({
  action: "read",
  noun: "payment",
  who: ["staff", "customer", "api"],
})
  .input(z.object({ customerId: z.uuid().optional(), after: z.uuid().optional() }))
  .query(({ ctx, input: { after, ...filter } }) => run(ctx.scope, filter, after));
