import { z } from "zod";
import { proposeGrant as run } from "#app/services/plugin/propose-grant.ts";
import { tenantProcedure } from "../base.ts";

export const proposeGrant = tenantProcedure({ action: "install", noun: "plugin", who: "staff" })
  .input(
    z.object({
      plugin: z.string().max(64),
      version: z.string().max(64).nullable(),
      capabilities: z.array(z.string().max(64)).max(20).default([]),
      configuration: z
        .record(
          z.string().max(64),
          z.union([z.string().max(4_000), z.boolean(), z.array(z.string().max(64)).max(100)]),
        )
        .default({}),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
