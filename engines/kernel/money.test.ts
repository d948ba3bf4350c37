import { describe, expect, it } from "vitest";
import { Decimal } from "./decimal.ts";
import { addMoney, formatMoney, isCurrency, minorUnits, money, roundMoney } from "./money.ts";

describe("money", () => {
  it("knows the minor units of ISO 4217", () => {
    expect(["CNY", "USD", "JPY", "KWD", "CLF"].map(minorUnits)).toEqual([2, 2, 0, 3, 4]);
    expect(["CNY", "cny", "XYZ", "", "toString"].map(isCurrency)).toEqual([true, false, false, false, false]);
    expect(() => minorUnits("XYZ")).toThrowError(expect.objectContaining({ code: "CURRENCY_UNKNOWN" }));
  });

  it("adds within a currency only, exactly, and rounds to its minor unit", () => {
    const sum = addMoney(money("0.1", "CNY"), money(Decimal.of("0.205"), "CNY"));
    expect(sum.amount.toString()).toBe("0.305");
    expect(roundMoney(sum).amount.toString()).toBe("0.31");
    expect(roundMoney(sum, "down").amount.toString()).toBe("0.30");
    expect(formatMoney(money("448", "CNY"))).toBe("448.00 CNY");
    expect(formatMoney(money("448.5", "JPY"))).toBe("449 JPY");
    expect(() => addMoney(money("1", "CNY"), money("1", "USD"))).toThrowError(
      expect.objectContaining({ code: "CURRENCY_MISMATCH" }),
    );
    expect(() => money("1", "XYZ")).toThrowError(expect.objectContaining({ code: "CURRENCY_UNKNOWN" }));
  });
});
