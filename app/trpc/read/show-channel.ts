import { z } from "zod";
import { showChannel as run } from "#app/services/read/show-channel.ts";
import { tenantProcedure } from "../base.ts";
import { localDay } from "./inputs.ts";

export const showChannel = tenantProcedure({ action: "read", noun: "read", who: ["staff", "api"] })
  .input(z.object({ channelId: z.uuid(), from: localDay.optional(), to: localDay.optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
