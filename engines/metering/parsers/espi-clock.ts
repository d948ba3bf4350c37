import { isoWeekday } from "../../kernel/calendar.ts";
import { DAY_MS, type Zone } from "../../kernel/zone.ts";

/** LocalTimeParameters of ESPI (NAESB REQ.21): offsets in seconds, rules as eight hexadecimal digits. */
export interface LocalTimeParameters {
  readonly tzOffset: number;
  readonly dstOffset: number;
  readonly dstStartRule: string;
  readonly dstEndRule: string;
}

interface DstRule {
  readonly month: number;
  readonly operator: number;
  readonly dayOfMonth: number;
  readonly dayOfWeek: number;
  readonly secondsOfDay: number;
}

const DISABLED = "FFFFFFFF";
const FIRST_YEAR = 1970;
const LAST_YEAR = 2099;

/**
 * The zone that LocalTimeParameters describe, or `undefined` when a rule is malformed. The start rule is read on the
 * standard clock and the end rule on the summer clock, as a wall clock shows them (ESPI 1.1, DstRuleType).
 */
export function zoneOfLocalTime(parameters: LocalTimeParameters): Zone | undefined {
  const { tzOffset, dstOffset, dstStartRule, dstEndRule } = parameters;
  const name = `espi:${tzOffset}:${dstOffset}:${dstStartRule}:${dstEndRule}`;
  const standardMs = tzOffset * 1000;
  const summerMs = (tzOffset + dstOffset) * 1000;
  if (isDisabled(dstStartRule) || isDisabled(dstEndRule) || dstOffset === 0) {
    return { name, untilMs: [], offsetsMs: [standardMs] };
  }
  const starts = parseRule(dstStartRule);
  const ends = parseRule(dstEndRule);
  if (starts === undefined || ends === undefined) return undefined;
  const changes: { atMs: number; offsetMs: number }[] = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    changes.push({ atMs: ruleLocalMs(starts, year) - standardMs, offsetMs: summerMs });
    changes.push({ atMs: ruleLocalMs(ends, year) - summerMs, offsetMs: standardMs });
  }
  changes.sort((a, b) => a.atMs - b.atMs);
  const offsetBefore = changes[0]!.offsetMs === summerMs ? standardMs : summerMs;
  return {
    name,
    untilMs: changes.map((change) => change.atMs),
    offsetsMs: [offsetBefore, ...changes.map((change) => change.offsetMs)],
  };
}

/**
 * DstRuleType: bits 0–11 seconds of the hour, 12–16 hour, 17–19 day of the week (1 = Monday), 20–24 day of the month,
 * 25–27 operator, 28–31 month.
 */
function parseRule(text: string): DstRule | undefined {
  if (!/^[0-9A-Fa-f]{8}$/.test(text)) return undefined;
  const bits = Number.parseInt(text, 16);
  const field = (from: number, width: number) => Math.floor(bits / 2 ** from) % 2 ** width;
  const rule = {
    month: field(28, 4),
    operator: field(25, 3),
    dayOfMonth: field(20, 5),
    dayOfWeek: field(17, 3),
    secondsOfDay: field(12, 5) * 3600 + field(0, 12),
  };
  const needsWeekday = rule.operator !== 0;
  const needsDay = rule.operator <= 1;
  const valid =
    rule.month >= 1 &&
    rule.month <= 12 &&
    rule.secondsOfDay <= 86_400 &&
    (!needsWeekday || rule.dayOfWeek >= 1) &&
    (!needsDay || rule.dayOfMonth >= 1);
  return valid ? rule : undefined;
}

/** The local wall-clock time at which a rule acts in a year. */
function ruleLocalMs(rule: DstRule, year: number): number {
  const monthStart = Date.UTC(year, rule.month - 1, 1) / DAY_MS;
  const monthEnd = Date.UTC(year, rule.month, 1) / DAY_MS - 1;
  return dayOfRule(rule, monthStart, monthEnd) * DAY_MS + rule.secondsOfDay * 1000;
}

function dayOfRule(rule: DstRule, monthStart: number, monthEnd: number): number {
  const weekdayFrom = (day: number) => day + ((rule.dayOfWeek - isoWeekday(day) + 7) % 7);
  if (rule.operator === 0) return monthStart + rule.dayOfMonth - 1;
  if (rule.operator === 1) return weekdayFrom(monthStart + rule.dayOfMonth - 1);
  if (rule.operator === 7) return weekdayFrom(monthEnd - 6);
  // Operators 2 to 6: the first to the fifth such weekday of the month; a missing fifth is the last.
  const wanted = weekdayFrom(monthStart) + (rule.operator - 2) * 7;
  return wanted > monthEnd ? wanted - 7 : wanted;
}

function isDisabled(rule: string): boolean {
  return rule.toUpperCase() === DISABLED;
}
