import { z } from "zod";
import { requestService } from "#app/services/case/request-service.ts";
import { PRIORITIES } from "#schema/blueprint/service/schema.ts";
import { tenantProcedure } from "../base.ts";
import { caseData } from "./case-data.ts";
import { line } from "./case-filter.ts";
import { whoOf } from "./who.ts";

export const openCase = tenantProcedure({ action: "open", noun: "case", who: ["staff", "api"] })
  .input(
    z.object({
      service: line(100).min(1),
      key: line(100).min(8),
      customerId: z.uuid().optional(),
      premiseId: z.uuid().optional(),
      servicePointId: z.uuid().optional(),
      meterId: z.uuid().optional(),
      data: caseData.default({}),
      priority: z.enum(PRIORITIES).optional(),
    }),
  )
  .mutation(({ ctx, input }) =>
    requestService(ctx.scope, { ...input, roles: whoOf(ctx).roles, now: new Date() }),
  );
