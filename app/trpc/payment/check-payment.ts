import { z } from "zod";
import { checkPayment as run } from "#app/services/payment/check-payment.ts";
import { gatewayOf } from "#app/services/payment/gateways.ts";
import { tenantProcedure } from "../base.ts";

export const checkPayment = tenantProcedure({ action: "start", noun: "payment", who: "customer" })
  .input(z.object({ intentId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, () => gatewayOf(ctx.tenant.slug), input.intentId, new Date()));
