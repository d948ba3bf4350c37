import { z } from "zod";
import { compareTariffs as run } from "#app/services/what-if/compare-tariffs.ts";
import { tenantProcedure } from "../base.ts";

const hours = z
  .tuple([z.int().min(0).max(23), z.int().min(1).max(24)])
  .refine(([from, to]) => from < to, "must end after it begins");

export const compareTariffs = tenantProcedure({ action: "compare", noun: "tariff", who: "customer" })
  .input(
    z.object({
      agreementId: z.uuid().optional(),
      percent: z.int().min(0).max(100).default(0),
      fromHours: hours.default([17, 21]),
      toHours: hours.default([0, 6]),
    }),
  )
  .query(({ ctx, input }) => run(ctx.scope, input, ctx.locale));
