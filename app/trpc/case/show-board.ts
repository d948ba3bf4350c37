import { showBoard as run } from "#app/services/case/show-board.ts";
import { tenantProcedure } from "../base.ts";
import { caseFilter } from "./case-filter.ts";

export const showBoard = tenantProcedure({ action: "dispatch", noun: "case", who: "staff" })
  .input(caseFilter.pick({ search: true, service: true, category: true, assigneeId: true }))
  .query(({ ctx, input }) => run(ctx.scope, input, new Date()));
