import { CUSTOMER_SORTS, listCustomers as run } from "#app/services/customer/list-customers.ts";
import { tenantProcedure } from "../base.ts";
import { placeIn } from "../place.ts";
import { customerFilter } from "./customer-filter.ts";

export const listCustomers = tenantProcedure({
  action: "read",
  noun: "customer",
  who: "staff",
  personal: { name: "name" },
})
  .input(customerFilter.extend(placeIn(CUSTOMER_SORTS).shape))
  .query(({ ctx, input: { sort, direction, after, before, ...filter } }) => {
    const personal = ctx.ability.can("read", "personalData");
    return run(
      ctx.scope,
      filter,
      // The order of names and the cursor within it would tell what is masked.
      { sort: personal ? sort : "number", direction, after, before },
      { bills: ctx.ability.can("read", "bill"), personal },
    );
  });
