import { z } from "zod";
import { tryTariff as run } from "#app/services/tariff/try-tariff.ts";
import { keySchema } from "#schema/blueprint/common.ts";
import { tenantProcedure } from "../base.ts";

export const tryTariff = tenantProcedure({ action: "try", noun: "tariff", who: "staff" })
  .input(
    z.object({
      key: keySchema.max(100),
      content: z.record(z.string(), z.unknown()),
      search: z
        .string()
        .trim()
        .max(100)
        .regex(/^\P{Cc}*$/u)
        .default(""),
      agreementId: z.uuid().optional(),
    }),
  )
  // It changes nothing; a query's address would be too long for a tariff.
  .mutation(({ ctx, input }) => run(ctx.scope, input, ctx.locale));
