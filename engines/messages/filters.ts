import type { Liquid } from "liquidjs";
import type { Locale } from "#engines/kernel/errors.ts";
import type { MessageChannel } from "#schema/blueprint/message/schema.ts";

/** Where and for whom a message is rendered. */
export interface MessageContext {
  readonly locale: Locale;
  /** IANA zone of the utility. */
  readonly timezone: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** The same with the channel: an SMS does without the characters that would double its price. */
export interface FilterContext extends MessageContext {
  readonly channel: MessageChannel;
}

/** Under which a render keeps its context: a symbol, so that no template can name it. */
export const CONTEXT = Symbol("message context");

/** Filters of Liquid's own that stay; arithmetic is not among them (amounts are exact, its numbers are not). */
export const KEPT_FILTERS = [
  "append",
  "capitalize",
  "default",
  "downcase",
  "first",
  "join",
  "last",
  "prepend",
  "replace",
  "size",
  "strip",
  "truncate",
  "upcase",
] as const;

type Filter = (value: unknown, context: FilterContext, argument: unknown) => string;

/** The filters of utilities. Each takes what the variable's type holds; nothing becomes an empty text. */
export const OWN_FILTERS: Readonly<Record<string, Filter>> = {
  /** `128.4` → `128.40元`, `¥128.40`, `$128.40`. */
  money: (value, { locale, currency }) =>
    locale === "zh-CN" && currency === "CNY"
      ? `${plain(locale, value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}元`
      : plain(locale, value, { style: "currency", currency, currencyDisplay: "narrowSymbol" }),
  /** `1234.5` → `1,234.5`. */
  number: (value, { locale }) => plain(locale, value, { maximumFractionDigits: 6 }),
  /** `{ value, unit }` → `1,234.5 kWh`, `1,234.5千瓦时`. */
  quantity: (value, context) => {
    const { value: amount, unit } = value as { value: string; unit: string };
    const words = unitWords(unit, context);
    const number = plain(context.locale, amount, { maximumFractionDigits: 6 });
    return context.locale === "zh-CN" && /^\p{Script=Han}/u.test(words)
      ? number + words
      : `${number} ${words}`;
  },
  /** A day, or the day of an instant: `2026年11月22日`, `Nov 22, 2026`. */
  date: (value, context) =>
    clock(value, context, { dateStyle: context.locale === "zh-CN" ? "long" : "medium" }),
  /** The month of a day: `2026年11月`, `November 2026`. */
  month: (value, context) => clock(value, context, { year: "numeric", month: "long" }),
  time: (value, context) => clock(value, context, { timeStyle: "short" }),
  dateTime: (value, context) =>
    clock(value, context, {
      dateStyle: context.locale === "zh-CN" ? "long" : "medium",
      timeStyle: "short",
    }),
  /** All but the last characters of a number: `****0001`. */
  mask: (value, _, shown) => {
    const text = String(value);
    const kept = typeof shown === "number" ? shown : 4;
    return text.length <= kept ? "*".repeat(text.length) : `****${text.slice(-kept)}`;
  },
};

/** Leaves the filters of the engine that are kept and adds the own ones. */
export function setFilters(engine: Liquid): void {
  for (const name of Object.keys(engine.filters)) {
    if (!(KEPT_FILTERS as readonly string[]).includes(name)) delete engine.filters[name];
  }
  for (const [name, filter] of Object.entries(OWN_FILTERS)) {
    engine.registerFilter(name, function (value: unknown, argument: unknown) {
      if (value === null || value === undefined || value === "") return "";
      const globals = this.context.globals as { [CONTEXT]?: FilterContext };
      return filter(value, globals[CONTEXT] as FilterContext, argument);
    });
  }
}

/** Decimal texts are formatted as they are: Intl takes them digit by digit, without a floating-point number between. */
function plain(locale: Locale, value: unknown, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale, options).format(String(value) as Intl.StringNumericLiteral);
}

function clock(
  value: unknown,
  { locale, timezone }: FilterContext,
  options: Intl.DateTimeFormatOptions,
): string {
  const text = String(value);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const text24 = locale === "zh-CN" ? { hourCycle: "h23" as const } : {};
  const format = new Intl.DateTimeFormat(locale, {
    ...options,
    ...(options.timeStyle === undefined ? {} : text24),
    timeZone: isDay ? "UTC" : timezone,
  });
  // A narrow no-break space before AM would turn a GSM text into UCS-2.
  return format.format(new Date(text)).replaceAll("\u202f", " ");
}

const UNITS: Readonly<
  Record<string, { readonly "zh-CN": string; readonly en: string; readonly sms?: string }>
> = {
  kWh: { "zh-CN": "千瓦时", en: "kWh" },
  kW: { "zh-CN": "千瓦", en: "kW" },
  m3: { "zh-CN": "立方米", en: "m³", sms: "m3" },
  GJ: { "zh-CN": "吉焦", en: "GJ" },
};

function unitWords(unit: string, { locale, channel }: FilterContext): string {
  const words = UNITS[unit];
  if (words === undefined) return unit;
  return channel === "sms" && locale !== "zh-CN" ? (words.sms ?? words[locale]) : words[locale];
}
