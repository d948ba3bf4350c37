import { expect, it } from "vitest";
import { setAt } from "./set-at.ts";

const content = { label: { en: "a", "zh-CN": "b" }, charges: [{ code: "x" }, { code: "y" }] };

it("sets, adds and takes away; what is not on the way stays the same", () => {
  const set = setAt(content, "/label/en", "c");
  expect(set).toEqual({ label: { en: "c", "zh-CN": "b" }, charges: content.charges });
  expect(set.charges).toBe(content.charges);
  expect(Object.keys(set.label as object)).toEqual(["en", "zh-CN"]);
  expect(setAt(content, "/charges/2", { code: "z" }).charges).toHaveLength(3);
  expect(setAt(content, "/charges/0", undefined).charges).toEqual([{ code: "y" }]);
  expect(setAt(content, "/rounding/bill/place", 1).rounding).toEqual({ bill: { place: 1 } });
  expect(setAt(content, "/charges/9/code", "q")).toEqual(content);
  expect(setAt(content, "/label/a~1b", "slash").label).toMatchObject({ "a/b": "slash" });
});
