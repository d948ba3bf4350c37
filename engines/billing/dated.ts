import { type LocalDay, parseDay } from "../kernel/zone.ts";

/** A compiled dated value: `values[i]` holds from `days[i]` until `days[i + 1]`. */
export interface Dated<Value> {
  readonly days: readonly LocalDay[];
  readonly values: readonly Value[];
}

const ALWAYS = Number.NEGATIVE_INFINITY;

export function always<Value>(value: Value): Dated<Value> {
  return { days: [ALWAYS], values: [value] };
}

/** From the two forms of the schema: a value, or a list of `{ from, value }`. */
export function datedOf<Raw, Value>(
  raw: Raw | readonly { readonly from: string; readonly value: Raw }[],
  make: (raw: Raw, path: string) => Value,
  path = "",
): Dated<Value> {
  if (!isDatedList<Raw>(raw)) return always(make(raw as Raw, path));
  return {
    days: raw.map(({ from }) => parseDay(from) as LocalDay),
    values: raw.map(({ value }, at) => make(value, `${path}[${at}].value`)),
  };
}

function isDatedList<Raw>(raw: unknown): raw is readonly { readonly from: string; readonly value: Raw }[] {
  return (
    Array.isArray(raw) &&
    raw.every((entry) => typeof entry === "object" && entry !== null && "from" in entry && "value" in entry)
  );
}

/** What is in force on a day; undefined before the first date. */
export function valueOn<Value>({ days, values }: Dated<Value>, day: LocalDay): Value | undefined {
  if (days.length === 1) return (days[0] as number) <= day ? values[0] : undefined;
  for (let at = days.length - 1; at >= 0; at--) if ((days[at] as number) <= day) return values[at];
  return undefined;
}

/** The days on which something changes, without "always". */
export function changesOf({ days }: Dated<unknown>): readonly LocalDay[] {
  return days[0] === ALWAYS ? days.slice(1) : days;
}
