import { z } from "zod";
import { listBillExceptions } from "#app/services/bill-run/list-exceptions.ts";
import { tenantProcedure } from "../base.ts";

export const listExceptions = tenantProcedure({ action: "read", noun: "bill", who: "staff" })
  .input(
    z.object({
      billRunId: z.uuid(),
      code: z
        .string()
        .regex(/^[A-Z_]{1,60}$/)
        .optional(),
    }),
  )
  .query(({ ctx, input }) => listBillExceptions(ctx.scope, input.billRunId, input.code, ctx.locale));
