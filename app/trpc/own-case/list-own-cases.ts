import { z } from "zod";
import { listOwnCases as run } from "#app/services/case/own/own-case.ts";
import { tenantProcedure } from "../base.ts";

/** "2026-11-25T02:00:00+00:00~<id>" */
const cursor = z.string().regex(/^\d{4}-\d{2}-\d{2}T[\d:.+-]{8,30}Z?~[0-9a-f-]{36}$/);

export const listOwnCases = tenantProcedure({ action: "read", noun: "case", who: "customer" })
  .input(z.object({ after: cursor.optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input.after));
