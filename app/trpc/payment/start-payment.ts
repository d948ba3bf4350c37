import { z } from "zod";
import { gatewayOf, notifyUrlOf, payUrlFor } from "#app/services/payment/gateways.ts";
import { startPayment as run } from "#app/services/payment/start-payment.ts";
import { tenantProcedure } from "../base.ts";

export const startPayment = tenantProcedure({ action: "start", noun: "payment", who: "customer" })
  .input(z.object({ billId: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    const gateway = gatewayOf(ctx.tenant.slug);
    const started = await run(
      ctx.scope,
      gateway,
      {
        billId: input.billId,
        description: (number) => `${ctx.tenant.slug} ${number}`,
        notifyUrl: notifyUrlOf(ctx.tenant.slug),
        returnUrl: (intentId) => `${ctx.request.origin}${ctx.tenant.base}/portal/payments/${intentId}`,
      },
      new Date(),
    );
    return { ...started, payUrl: payUrlFor(started.payUrl, ctx.request.origin) };
  });
