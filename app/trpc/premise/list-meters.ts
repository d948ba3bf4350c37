import { z } from "zod";
import { METER_SORTS, listMeters as run } from "#app/services/premise/list-meters.ts";
import { tenantProcedure } from "../base.ts";
import { placeIn } from "../place.ts";

export const listMeters = tenantProcedure({ action: "read", noun: "premise", who: "staff" })
  .input(
    z
      .object({ search: z.string().trim().max(100).optional(), findingsOnly: z.boolean().optional() })
      .extend(placeIn(METER_SORTS).shape),
  )
  .query(({ ctx, input: { sort, direction, after, before, ...filter } }) =>
    run(ctx.scope, filter, { sort, direction, after, before }),
  );
