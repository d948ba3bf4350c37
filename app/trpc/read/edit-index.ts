import { z } from "zod";
import { editIndex as run } from "#app/services/read/edit-index.ts";
import { tenantProcedure } from "../base.ts";
import { instantMs, reason } from "./inputs.ts";

export const editIndex = tenantProcedure({ action: "correct", noun: "read", who: "staff" })
  .input(
    z.object({ registerId: z.uuid(), readAtMs: instantMs, index: z.string().max(40).nullable(), reason }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, input));
