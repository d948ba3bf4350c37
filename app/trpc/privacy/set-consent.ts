import { z } from "zod";
import { CONSENT_PURPOSES } from "#app/services/privacy/consent-purposes.ts";
import { setConsent as run } from "#app/services/privacy/consents.ts";
import { tenantProcedure } from "../base.ts";

export const setConsent = tenantProcedure({ action: "consent", noun: "privacy", who: "customer" })
  .input(z.object({ purpose: z.enum(CONSENT_PURPOSES), given: z.boolean() }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
