import type { Locale } from "#engines/kernel/errors.ts";

/** An exact decimal as it comes from services: `"1234.50"`, `"-0.5"`. Never a float for an amount. */
export type Decimal = string;

export interface DigitRange {
  readonly minDigits?: number;
  readonly maxDigits?: number;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Constructing a format costs a hundred times its use; lists use the same few. `key` names what `options` holds. */
function formatOf(locale: Locale, key: string, options: () => Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = locale + key;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(locale, options());
    formats.set(name, format);
  }
  return format;
}

/** As `Intl` takes exact decimals: as text. What is no number throws here, with its value, not as a "NaN" on a bill. */
function exact(value: Decimal | number): Intl.StringNumericLiteral {
  if (typeof value === "number" ? !Number.isFinite(value) : !/^[+-]?\d+(\.\d+)?$/.test(value)) {
    throw new RangeError(`Not a decimal number: ${value}`);
  }
  return String(value) as Intl.StringNumericLiteral;
}

/**
 * A number with grouped digits: `"1234567.5"` → `1,234,567.5`. Decimals beyond `maxDigits` are rounded half away from
 * zero, for display only; by default all of them are shown.
 */
export function formatNumber(value: Decimal | number, locale: Locale, range: DigitRange = {}): string {
  const minimumFractionDigits = range.minDigits ?? 0;
  const maximumFractionDigits = Math.max(range.maxDigits ?? 20, minimumFractionDigits);
  const digits = () => ({ minimumFractionDigits, maximumFractionDigits });
  return formatOf(locale, `${minimumFractionDigits}-${maximumFractionDigits}`, digits).format(exact(value));
}

/** A share of one as percent: `0.1234` → `12.3%`. */
export function formatPercent(share: number, locale: Locale, maxDigits = 1): string {
  const options = () => ({ style: "percent", maximumFractionDigits: maxDigits }) as const;
  return formatOf(locale, `%${maxDigits}`, options).format(share);
}

/** An amount of money with the digits of its currency (ISO 4217): `("1234.5", "CNY")` → `¥1,234.50`. */
export function formatMoney(amount: Decimal, currency: string, locale: Locale): string {
  const options = () => ({ style: "currency", currency, currencyDisplay: "narrowSymbol" }) as const;
  return formatOf(locale, currency, options).format(exact(amount));
}

/** A price per unit, with every digit of the tariff: `("0.56725", "CNY", "kWh")` → `¥0.56725/kWh`. */
export function formatPrice(price: Decimal, currency: string, unit: string, locale: Locale): string {
  const options = () =>
    ({
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: 2,
      maximumFractionDigits: 20,
    }) as const;
  const money = formatOf(locale, `${currency} price`, options);
  return `${money.format(exact(price))}/${unit}`;
}

/** A quantity with its unit, a no-break space between (ISO 80000-1 §7.2.2): `("1234.5", "kWh")` → `1,234.5 kWh`. */
export function formatQuantity(
  value: Decimal | number,
  unit: string,
  locale: Locale,
  range?: DigitRange,
): string {
  return `${formatNumber(value, locale, range)}\u00a0${unit}`;
}

const LARGER_UNITS: Readonly<Record<string, readonly string[]>> = {
  Wh: ["Wh", "kWh", "MWh", "GWh", "TWh"],
  kWh: ["kWh", "MWh", "GWh", "TWh"],
  W: ["W", "kW", "MW", "GW"],
  kW: ["kW", "MW", "GW"],
};

/**
 * A large quantity in the unit that keeps it short, for headlines: `("1234567", "kWh")` → `1,235 MWh`. Four digits
 * stay as they are (1,234 kWh is what a bill says). Not for bills: it rounds.
 */
export function formatLarge(value: Decimal | number, unit: string, locale: Locale): string {
  const units = LARGER_UNITS[unit] ?? [unit];
  let scaled = Number(exact(value));
  let step = 0;
  while (Math.abs(scaled) >= 10_000 && step < units.length - 1) {
    scaled /= 1000;
    step += 1;
  }
  const maxDigits = Math.abs(scaled) >= 1000 ? 0 : Math.abs(scaled) >= 100 ? 1 : 2;
  return formatQuantity(scaled, units[step] ?? unit, locale, { maxDigits });
}
