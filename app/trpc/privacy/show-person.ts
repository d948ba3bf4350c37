import { z } from "zod";
import { maskFields } from "#app/services/privacy/personal-fields.ts";
import { showPerson as run } from "#app/services/privacy/show-person.ts";
import { tenantProcedure } from "../base.ts";

/** Whose data these are stays masked: to look after somebody's data nobody needs to know them. */
export const showPerson = tenantProcedure({ action: "read", noun: "privacy", who: "staff" })
  .input(z.object({ customerId: z.uuid() }))
  .query(async ({ ctx, input }) => maskFields(await run(ctx.scope, input.customerId)));
