import { z } from "zod";
import { PREMISE_SORTS, listPremises as run } from "#app/services/premise/list-premises.ts";
import { tenantProcedure } from "../base.ts";
import { placeIn } from "../place.ts";

export const listPremises = tenantProcedure({ action: "read", noun: "premise", who: "staff" })
  .input(
    z
      .object({ search: z.string().trim().max(100).optional(), gridCellId: z.uuid().optional() })
      .extend(placeIn(PREMISE_SORTS).shape),
  )
  .query(({ ctx, input: { sort, direction, after, before, ...filter } }) =>
    run(ctx.scope, filter, { sort, direction, after, before }),
  );
