import { Decimal, type RoundingMode } from "./decimal.ts";
import { defineErrors, errorsOf } from "./errors.ts";

export const moneyErrors = defineErrors({
  CURRENCY_UNKNOWN: {
    status: 422,
    "zh-CN": "未知的货币代码“{currency}”，应为 ISO 4217 三字母代码，例如 CNY",
    en: "unknown currency “{currency}”; expected an ISO 4217 code such as CNY",
  },
  CURRENCY_MISMATCH: {
    status: 422,
    "zh-CN": "不能把 {left} 与 {right} 相加",
    en: "{left} and {right} cannot be added",
  },
});
const fail = errorsOf(moneyErrors);

/** ISO 4217 (2024 edition, table A.1): minor-unit digits of the currencies in circulation that differ from 2. */
const MINOR_UNITS_OTHER_THAN_TWO: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

const TWO_DIGIT_CURRENCIES = new Set(
  (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC " +
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES " +
    "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR " +
    "NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT " +
    "TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
  ).split(" "),
);

export function isCurrency(code: string): boolean {
  return TWO_DIGIT_CURRENCIES.has(code) || Object.hasOwn(MINOR_UNITS_OTHER_THAN_TWO, code);
}

/** Digits after the point of the currency's minor unit (ISO 4217): 2 for CNY, 0 for JPY. Throws CURRENCY_UNKNOWN. */
export function minorUnits(currency: string): number {
  if (!isCurrency(currency)) throw fail("CURRENCY_UNKNOWN", { currency });
  return Object.hasOwn(MINOR_UNITS_OTHER_THAN_TWO, currency)
    ? (MINOR_UNITS_OTHER_THAN_TWO[currency] as number)
    : 2;
}

/** An amount in a currency. The amount may carry more digits than the minor unit until `roundMoney`. */
export interface Money {
  readonly amount: Decimal;
  /** ISO 4217 code. */
  readonly currency: string;
}

export function money(amount: Decimal | string, currency: string): Money {
  if (!isCurrency(currency)) throw fail("CURRENCY_UNKNOWN", { currency });
  return { amount: Decimal.of(amount), currency };
}

/** Throws CURRENCY_MISMATCH: there is no exchange rate here. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw fail("CURRENCY_MISMATCH", { left: a.currency, right: b.currency });
  return { amount: a.amount.plus(b.amount), currency: a.currency };
}

/** To the minor unit of the currency. */
export function roundMoney(value: Money, mode: RoundingMode = "half-up"): Money {
  return { amount: value.amount.round(minorUnits(value.currency), mode), currency: value.currency };
}

/** "¥448.00"-like text without symbols: "448.00 CNY". Symbols and grouping are the page's concern. */
export function formatMoney(value: Money): string {
  return `${roundMoney(value).amount.toString()} ${value.currency}`;
}
