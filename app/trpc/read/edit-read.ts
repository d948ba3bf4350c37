import { z } from "zod";
import { editRead as run } from "#app/services/read/edit-read.ts";
import { tenantProcedure } from "../base.ts";
import { instantMs, reason } from "./inputs.ts";

const target = { channelId: z.uuid(), reason };

export const editRead = tenantProcedure({ action: "correct", noun: "read", who: "staff" })
  .input(
    z.discriminatedUnion("method", [
      z.object({
        ...target,
        method: z.literal("set"),
        values: z
          .array(z.object({ startMs: instantMs, value: z.string().max(40) }))
          .min(1)
          .max(9_000),
      }),
      z.object({
        ...target,
        method: z.literal("fill"),
        startMs: instantMs,
        endMs: instantMs,
        value: z.string().max(40),
      }),
      z.object({ ...target, method: z.literal("withdraw"), startMs: instantMs, endMs: instantMs }),
      z.object({ ...target, method: z.literal("linear"), startMs: instantMs, endMs: instantMs }),
    ]),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, input));
