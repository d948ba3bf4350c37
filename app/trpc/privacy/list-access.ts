import { z } from "zod";
import { listAccess as run } from "#app/services/privacy/list-access.ts";
import { tenantProcedure } from "../base.ts";
import { accessFilter, accessInZone } from "./access-filter.ts";

const place = z.object({ after: z.string().max(500).optional(), before: z.string().max(500).optional() });

export const listAccess = tenantProcedure({ action: "read", noun: "privacy", who: "staff" })
  .input(accessFilter.extend(place.shape))
  .query(({ ctx, input: { after, before, ...filter } }) =>
    run(ctx.scope, accessInZone(filter, ctx.tenant.timezone), { after, before }),
  );
