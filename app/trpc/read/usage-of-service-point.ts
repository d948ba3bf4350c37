import { z } from "zod";
import { usageOfServicePoint as run } from "#app/services/read/usage-of-service-point.ts";
import { tenantProcedure } from "../base.ts";
import { localDay } from "./inputs.ts";

/** Usage for charts; a customer sees what lies in their own agreements (the floor of the portal's role). */
export const usageOfServicePoint = tenantProcedure({
  action: "read",
  noun: "read",
  who: ["staff", "customer", "api"],
})
  .input(
    z.object({
      servicePointId: z.uuid(),
      from: localDay,
      to: localDay,
      step: z.enum(["interval", "day", "month"]),
    }),
  )
  .query(({ ctx, input }) => run(ctx.scope, input));
