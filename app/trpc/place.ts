import { z } from "zod";

/** Where in a list: its order and the cursors of keyset paging. */
export const placeIn = <const Sort extends readonly [string, ...string[]]>(sorts: Sort) =>
  z.object({
    sort: z.enum(sorts).default(sorts[0] as never),
    direction: z.enum(["ascending", "descending"]).default("ascending"),
    after: z.string().max(400).optional(),
    before: z.string().max(400).optional(),
  });
