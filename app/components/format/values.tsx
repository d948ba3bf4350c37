import type { Moment } from "./datetime.ts";
import type { Decimal, DigitRange } from "./number.ts";
import { useFormat } from "./use-format.ts";
import classes from "./values.module.css";

interface MoneyProps {
  readonly amount: Decimal;
  /** ISO 4217; the utility's own when left out. */
  readonly currency?: string;
  readonly size?: "inline" | "large";
}

/** An amount of money. */
export function Money({ amount, currency, size = "inline" }: MoneyProps) {
  const format = useFormat();
  return <span className={classes[size]}>{format.money(amount, currency)}</span>;
}

interface QuantityProps extends DigitRange {
  readonly value: Decimal | number;
  readonly unit: string;
}

/** A quantity; the unit is quieter than the number. */
export function Quantity({ value, unit, ...range }: QuantityProps) {
  const format = useFormat();
  return (
    <span className={classes.inline}>
      {format.number(value, range)} <span className={classes.unit}>{unit}</span>
    </span>
  );
}

interface DateTimeProps {
  readonly at: Moment;
  readonly show?: "date" | "dateTime" | "time";
}

/** A moment in the zone of the utility; the exact instant is in the markup. */
export function DateTime({ at, show = "dateTime" }: DateTimeProps) {
  const format = useFormat();
  return (
    <time dateTime={new Date(at).toISOString()} className={classes.inline}>
      {format[show](at)}
    </time>
  );
}
