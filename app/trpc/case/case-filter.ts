import { z } from "zod";
import { CASE_SORTS, CASE_STATES } from "#app/services/case/list-cases.ts";
import { PRIORITIES, SERVICE_CATEGORIES } from "#schema/blueprint/service/schema.ts";
import { placeIn } from "../place.ts";

/** A text without control characters: PostgreSQL has no place for NUL. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^\P{Cc}*$/u);

/** A text of several lines. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[\P{Cc}\n\r\t]*$/u);

const flag = z.union([z.boolean(), z.stringbool()]);

export const caseFilter = z.object({
  search: line(100).optional(),
  state: z.enum(CASE_STATES).optional(),
  running: flag.optional(),
  service: line(100).optional(),
  category: z.enum(SERVICE_CATEGORIES).optional(),
  priority: z.enum(PRIORITIES).optional(),
  step: line(100).optional(),
  assigneeId: z.uuid().optional(),
  unassigned: flag.optional(),
  overdue: flag.optional(),
  customerId: z.uuid().optional(),
  premiseId: z.uuid().optional(),
  alarmId: z.uuid().optional(),
});

export const casePlace = placeIn(CASE_SORTS);
