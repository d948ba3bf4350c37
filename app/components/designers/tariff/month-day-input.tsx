import { useTranslation } from "react-i18next";
import type { Locale } from "#engines/kernel/errors.ts";
import classes from "./designer.module.css";

interface Props {
  readonly label: string;
  /** "07-01" */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly readOnly: boolean;
  readonly locale: Locale;
  /** Offers 29 February, which as the end of a season is the end of the month. */
  readonly leap?: boolean;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const two = (number: number) => String(number).padStart(2, "0");

/** A day of every year: its month and its number. */
export function MonthDayInput({ label, value, onChange, readOnly, locale, leap = false }: Props) {
  const { t } = useTranslation("rating");
  const [month = 1, day = 1] = value.split("-").map(Number);
  const last = (of: number) => (of === 2 && leap ? 29 : (DAYS[of - 1] ?? 31));
  const name = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
  return (
    <fieldset className={classes.monthDay}>
      <legend>{label}</legend>
      <select
        aria-label={`${label} ${t("designer.monthOf")}`}
        className={classes.input}
        value={month}
        disabled={readOnly}
        onChange={(event) => {
          const next = Number(event.target.value);
          onChange(`${two(next)}-${two(Math.min(day, last(next)))}`);
        }}
      >
        {DAYS.map((_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place.
          <option key={at} value={at + 1}>
            {name.format(new Date(Date.UTC(2001, at, 1)))}
          </option>
        ))}
      </select>
      <select
        aria-label={`${label} ${t("designer.dayOf")}`}
        className={classes.input}
        value={day}
        disabled={readOnly}
        onChange={(event) => onChange(`${two(month)}-${two(Number(event.target.value))}`)}
      >
        {Array.from({ length: last(month) }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place.
          <option key={at} value={at + 1}>
            {at + 1}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
