import { useMemo } from "react";
import type { Locale } from "#engines/kernel/errors.ts";
import { usePageRoot } from "../page-root.ts";
import {
  formatDate,
  formatDateTime,
  formatDay,
  formatDays,
  formatDuration,
  formatMonth,
  formatTime,
  formatWeekday,
  type Moment,
} from "./datetime.ts";
import {
  type Decimal,
  type DigitRange,
  formatLarge,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPrice,
  formatQuantity,
} from "./number.ts";

export interface FormatSettings {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly currency: string;
}

/** Outside every utility (market, style page): what most of them use. */
const PLATFORM = { timeZone: "Asia/Shanghai", currency: "CNY" };

/** Every format with the language of the reader and the zone and currency of the utility filled in. */
export function formatsFor({ locale, timeZone, currency }: FormatSettings) {
  return {
    locale,
    timeZone,
    currency,
    number: (value: Decimal | number, range?: DigitRange) => formatNumber(value, locale, range),
    percent: (share: number, maxDigits?: number) => formatPercent(share, locale, maxDigits),
    /** `in` only where an amount is not in the utility's own currency. */
    money: (amount: Decimal, inCurrency = currency) => formatMoney(amount, inCurrency, locale),
    price: (price: Decimal, unit: string, inCurrency = currency) =>
      formatPrice(price, inCurrency, unit, locale),
    quantity: (value: Decimal | number, unit: string, range?: DigitRange) =>
      formatQuantity(value, unit, locale, range),
    large: (value: Decimal | number, unit: string) => formatLarge(value, unit, locale),
    date: (moment: Moment) => formatDate(moment, timeZone, locale),
    time: (moment: Moment) => formatTime(moment, timeZone),
    dateTime: (moment: Moment, seconds?: "seconds" | "minutes") =>
      formatDateTime(moment, timeZone, locale, seconds),
    day: (day: string) => formatDay(day, locale),
    days: (from: string, to: string) => formatDays(from, to, locale),
    month: (month: string, length?: "long" | "short") => formatMonth(month, locale, length),
    weekday: (day: string) => formatWeekday(day, locale),
    duration: (seconds: number) => formatDuration(seconds, locale),
  };
}

export type Formats = ReturnType<typeof formatsFor>;

/** `const format = useFormat(); format.money("12.50")`. */
export function useFormat(): Formats {
  const { locale, tenant } = usePageRoot();
  const timeZone = tenant?.timezone ?? PLATFORM.timeZone;
  const currency = tenant?.currency ?? PLATFORM.currency;
  return useMemo(() => formatsFor({ locale, timeZone, currency }), [locale, timeZone, currency]);
}
