import { listBills as run } from "#app/services/bill/list-bills.ts";
import { tenantProcedure } from "../base.ts";
import { billFilter } from "./bill-filter.ts";

export const listBills = tenantProcedure({ action: "read", noun: "bill", who: ["staff", "customer", "api"] })
  .input(billFilter)
  .query(({ ctx, input: { after, ...filter } }) => run(ctx.scope, filter, after));
