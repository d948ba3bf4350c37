import { z } from "zod";
import { ACCESS_BASES } from "#app/services/privacy/access-basis.ts";
import type { AccessFilter } from "#app/services/privacy/list-access.ts";
import { inZone } from "../audit-entry/audit-filter.ts";

/** As a person filters: by local days of the utility, both included. */
export const accessFilter = z.object({
  search: z.string().trim().max(100).optional(),
  basis: z.enum(ACCESS_BASES).optional(),
  customer: z.string().trim().max(60).optional(),
  fromDay: z.iso.date().optional(),
  untilDay: z.iso.date().optional(),
});

/** The days as instants, where the utility is. */
export function accessInZone(
  { fromDay, untilDay, ...filter }: z.output<typeof accessFilter>,
  timezone: string,
): AccessFilter {
  const { from, until } = inZone({ fromDay, untilDay }, timezone);
  return { ...filter, from, until };
}
