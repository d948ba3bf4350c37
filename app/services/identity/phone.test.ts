import { describe, expect, it } from "vitest";
import { maskPhone, phoneOf } from "./phone.ts";

describe("a telephone number", () => {
  it.each([
    ["12901000001", "12901000001"],
    [" 129 0100 0001 ", "12901000001"],
    ["１２９０１００００01", "12901000001"],
    ["+86 129-0100-0001", "12901000001"],
    ["008612901000001", "12901000001"],
    ["+1 (541) 555-0100", "+15415550100"],
    ["(541) 555-0100", "5415550100"],
  ])("%s is %s", (typed, phone) => {
    expect(phoneOf(typed)).toBe(phone);
  });

  it.each(["", "12345", "call me", "138'; --", "1".repeat(21), "+", "13800138000x"])(
    "%s is none",
    (typed) => {
      expect(() => phoneOf(typed)).toThrow();
    },
  );

  it("is masked so that neither its middle nor its length of digits can be guessed from what is shown", () => {
    expect(maskPhone("12901000001")).toBe("129****0001");
    expect(maskPhone("5415550100")).toBe("541***0100");
    expect(maskPhone("123456")).toBe("12**56");
  });
});
