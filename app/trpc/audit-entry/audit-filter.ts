import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { AuditFilter } from "#app/services/audit/list-audit-entries.ts";

/** As a person filters: by local days of the utility, both included. */
export const auditFilter = z.object({
  noun: z.string().max(100).optional(),
  nounId: z.string().max(200).optional(),
  actorKind: z.enum(["staff", "customer", "system", "api", "plugin", "operator"]).optional(),
  actor: z.string().trim().max(100).optional(),
  fromDay: z.iso.date().optional(),
  untilDay: z.iso.date().optional(),
});

export const auditPlace = z.object({ after: z.uuid().optional(), before: z.uuid().optional() });

/** The days as instants, where the utility is. */
export function inZone(
  { fromDay, untilDay, ...filter }: z.output<typeof auditFilter>,
  timezone: string,
): AuditFilter {
  return {
    ...filter,
    from: fromDay === undefined ? undefined : startOf(Temporal.PlainDate.from(fromDay), timezone),
    until:
      untilDay === undefined
        ? undefined
        : startOf(Temporal.PlainDate.from(untilDay).add({ days: 1 }), timezone),
  };
}

const startOf = (day: Temporal.PlainDate, timezone: string): Date =>
  new Date(day.toZonedDateTime(timezone).epochMilliseconds);
