import { z } from "zod";
import { setPreferences as run } from "#app/services/message/preferences.ts";
import { LOCALES } from "#engines/kernel/errors.ts";
import { tenantProcedure } from "../base.ts";

/** Only what can be declined; danger and security are told whatever anybody wishes. */
const wishes = z.array(z.enum(["service:sms", "service:email", "billing:sms", "billing:email"])).max(4);

export const setPreferences = tenantProcedure({ action: "receive", noun: "message", who: "customer" })
  .input(z.object({ locale: z.enum(LOCALES).nullable(), declined: wishes, accepted: wishes }))
  .mutation(({ ctx, input }) => run(ctx.scope, input, new Date()));
