import { z } from "zod";
import { listAccess as run } from "#app/services/privacy/list-access.ts";
import { tenantProcedure } from "../base.ts";

export const listAccess = tenantProcedure({ action: "read", noun: "privacy", who: "staff" })
  .input(
    z.object({
      actor: z.string().trim().max(100).optional(),
      basis: z.enum(["role", "reason"]).optional(),
      customer: z.string().trim().max(60).optional(),
      after: z.uuid().optional(),
    }),
  )
  .query(({ ctx, input: { after, ...filter } }) => run(ctx.scope, filter, after));
