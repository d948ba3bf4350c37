import { z } from "zod";
import { showRegister as run } from "#app/services/read/show-register.ts";
import { tenantProcedure } from "../base.ts";

export const showRegister = tenantProcedure({ action: "read", noun: "read", who: ["staff", "api"] })
  .input(z.object({ registerId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.registerId));
