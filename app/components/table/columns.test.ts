import { expect, it } from "vitest";
import { columnAttributes, MAX_COLUMNS } from "./columns.ts";

it("says of each column by number how it is shown", () => {
  const { style, ...data } = columnAttributes([
    { header: "Customer", card: "title" },
    { header: "Account" },
    { header: "Usage", align: "end", unit: "kWh" },
    { header: "Amount", align: "end", card: "aside" },
    { header: "Note", card: "hidden" },
  ]);
  expect(data).toEqual({
    "data-end": "3 4",
    "data-title": "1",
    "data-aside": "4",
    "data-hidden": "5",
    "data-measured": "3",
  });
  expect(style).toEqual({ "--label-2": '"Account"', "--label-3": '"Usage"', "--unit-3": '"kWh"' });
});

it("a header cannot leave its string in the stylesheet", () => {
  const { style } = columnAttributes([{ header: '"; color: red; x: "\\\n</style>' }]);
  expect(style).toEqual({ "--label-1": '"\\22 ; color: red; x: \\22 \\5c \\a \\3c /style>"' });
});

it("refuses more columns than the stylesheet knows", () => {
  const columns = Array.from({ length: MAX_COLUMNS + 1 }, () => ({ header: "x" }));
  expect(() => columnAttributes(columns)).toThrow(RangeError);
});
