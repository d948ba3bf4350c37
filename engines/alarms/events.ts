import { z } from "zod";
import { parseTime } from "#engines/kernel/zone.ts";
import { alarmError } from "./errors.ts";
import type { AlarmEvent } from "./program.ts";

/** What the source itself thinks of a value. What it calls invalid is kept and not looked at. */
export const EVENT_QUALITIES = ["valid", "questionable", "invalid"] as const;
export type EventQuality = (typeof EVENT_QUALITIES)[number];

export interface ToldEvent extends AlarmEvent {
  readonly quality: EventQuality;
}

const eventSchema = z.object({
  time: z.string(),
  source: z.string().min(1).max(100),
  metric: z
    .string()
    .regex(
      /^[a-z][A-Za-z0-9]{0,59}$/,
      "expected a name such as concentration: letters and digits, small first",
    ),
  value: z.number(),
  quality: z.string().max(40).optional(),
});

/**
 * One line of NDJSON, `{time, source, metric, value, quality?}`. States are numbers, too: `valve` is 0 open, 1 shut.
 * @throws ALARM_EVENT_INVALID with the line
 */
export function readEventLine(text: string, line: number): ToldEvent {
  const fault = (problem: string) => alarmError("ALARM_EVENT_INVALID", { line, problem }, { line });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fault("expected JSON");
  }
  const parsed = eventSchema.safeParse(value);
  if (!parsed.success) throw fault(z.prettifyError(parsed.error).replaceAll("\n", " "));
  const { time, quality, ...rest } = parsed.data;
  const timeMs = instantOf(time);
  if (timeMs === undefined)
    throw fault(`time ${time}: expected an instant with offset, such as 2026-03-01T00:00:00Z`);
  return { ...rest, timeMs, quality: EVENT_QUALITIES.find((known) => known === quality) ?? "valid" };
}

/** An instant with offset; a wall-clock time would mean another moment in another zone. */
export const instantOf = (text: string): number | undefined => parseTime(text, () => undefined);
