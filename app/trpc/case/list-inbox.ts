import { z } from "zod";
import { listInbox as run } from "#app/services/case/list-inbox.ts";
import { tenantProcedure } from "../base.ts";
import { line } from "./case-filter.ts";
import { whoOf } from "./who.ts";

export const listInbox = tenantProcedure({ action: "work", noun: "case", who: "staff" })
  .input(
    z.object({
      search: line(100).optional(),
      mine: z.boolean().optional(),
      after: z.string().max(400).optional(),
    }),
  )
  .query(async ({ ctx, input: { after, ...filter } }) => {
    const { rows, next } = await run(ctx.scope, whoOf(ctx), filter, after);
    return { tasks: rows, next };
  });
