import { z } from "zod";
import { showCustomer as run } from "#app/services/customer/show-customer.ts";
import { tenantProcedure } from "../base.ts";

export const showCustomer = tenantProcedure({
  action: "read",
  noun: "customer",
  who: "staff",
  personal: { name: "name" },
})
  .input(z.object({ customerId: z.uuid() }))
  .query(({ ctx, input }) =>
    run(ctx.scope, input.customerId, {
      agreements: ctx.ability.can("read", "agreement"),
      bills: ctx.ability.can("read", "bill"),
    }),
  );
