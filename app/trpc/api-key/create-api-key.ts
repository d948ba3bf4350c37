import { z } from "zod";
import { API_SCOPES, type Permission } from "#app/policies/index.ts";
import { createApiKey as run } from "#app/services/identity/api-keys.ts";
import { tenantProcedure } from "../base.ts";

export const createApiKey = tenantProcedure({ action: "create", noun: "apiKey", who: "staff" })
  .input(
    z.object({
      name: z.string().trim().min(1).max(100),
      scopes: z.array(z.enum(API_SCOPES as [Permission, ...Permission[]])).min(1),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, createdBy: ctx.session.userId }));
