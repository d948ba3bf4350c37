import { z } from "zod";
import { showAgreement as run } from "#app/services/agreement/show-agreement.ts";
import { tenantProcedure } from "../base.ts";

export const showAgreement = tenantProcedure({
  action: "read",
  noun: "agreement",
  who: "staff",
  personal: { customerName: "name" },
})
  .input(z.object({ agreementId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.agreementId));
