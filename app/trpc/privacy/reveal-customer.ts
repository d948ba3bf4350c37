import { z } from "zod";
import { revealCustomer as run } from "#app/services/privacy/reveal-customer.ts";
import { tenantProcedure } from "../base.ts";

/** Answers unmasked: the noun is not one of those whose answers are. The service keeps the reason. */
export const revealCustomer = tenantProcedure({ action: "reveal", noun: "personalData", who: "staff" })
  .input(z.object({ customerId: z.uuid(), reason: z.string().trim().min(4).max(500) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.customerId, input.reason));
