import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatLarge,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPrice,
  formatQuantity,
} from "./number.ts";

describe("formatNumber", () => {
  it("groups digits and keeps every decimal that is there", () => {
    expect(formatNumber("1234567.890123456789", "zh-CN")).toBe("1,234,567.890123456789");
    expect(formatNumber("-0.5", "en", { minDigits: 2 })).toBe("-0.50");
  });

  it("never passes through a float: digits come back as they went in", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.nat(9), (whole, cent) => {
        const text = formatNumber(`${whole}.${cent}1`, "en");
        expect(text.replaceAll(",", "")).toBe(`${whole}.${cent}1`);
      }),
    );
  });

  it("refuses what is no number", () => {
    for (const bad of ["", "1e3", "12,5", "NaN", "¥3"])
      expect(() => formatNumber(bad, "en")).toThrow(RangeError);
    expect(() => formatNumber(Number.NaN, "en")).toThrow(RangeError);
  });
});

describe("money, prices, quantities", () => {
  it("shows money with the digits of its currency", () => {
    expect(formatMoney("1234.5", "CNY", "zh-CN")).toBe("¥1,234.50");
    expect(formatMoney("1234.5", "CNY", "en")).toBe("¥1,234.50");
    expect(formatMoney("-3", "USD", "en")).toBe("-$3.00");
    expect(formatMoney("1234.5", "JPY", "en")).toBe("¥1,235");
  });

  it("shows each digit of a price", () => {
    expect(formatPrice("0.56725", "CNY", "kWh", "zh-CN")).toBe("¥0.56725/kWh");
    expect(formatPrice("3", "CNY", "m³", "en")).toBe("¥3.00/m³");
  });

  it("puts a no-break space before the unit", () => {
    expect(formatQuantity("1234.5", "kWh", "en")).toBe("1,234.5\u00a0kWh");
  });

  it("chooses a larger unit for headlines only when digits would pile up", () => {
    expect(formatLarge("9999", "kWh", "en")).toBe("9,999\u00a0kWh");
    expect(formatLarge("1234567", "kWh", "en")).toBe("1,235\u00a0MWh");
    expect(formatLarge("12345678", "kWh", "en")).toBe("12.35\u00a0GWh");
    expect(formatLarge("12345678", "m³", "en")).toBe("12,345,678\u00a0m³");
    expect(formatLarge("0", "kWh", "en")).toBe("0\u00a0kWh");
  });

  it("shows a share as percent", () => {
    expect(formatPercent(0.1234, "zh-CN")).toBe("12.3%");
  });
});
