import { listCases as run } from "#app/services/case/list-cases.ts";
import { tenantProcedure } from "../base.ts";
import { caseFilter, casePlace } from "./case-filter.ts";

export const listCases = tenantProcedure({ action: "read", noun: "case", who: ["staff", "api"] })
  .input(caseFilter.extend(casePlace.shape))
  .query(({ ctx, input: { sort, direction, after, before, ...filter } }) =>
    run(ctx.scope, filter, { sort, direction, after, before }),
  );
