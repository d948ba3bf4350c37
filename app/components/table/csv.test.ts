import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLines, csvResponse, UTF8_MARK } from "./csv.ts";

interface Row {
  readonly name: string;
  readonly amount: string | null;
}

const COLUMNS = [
  { header: "name", value: (row: Row) => row.name },
  { header: "amount", value: (row: Row) => row.amount },
];

describe("csvLines", () => {
  it("is read back by another reader as it went in, whatever the texts hold", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (names) => {
        const harmless = names.filter((name) => !/^[=+@\t\r-]/.test(name));
        const rows = harmless.map((name) => ({ name, amount: "1.50" }));
        const text = [...csvLines(COLUMNS, rows)].join("");
        const read = parse(text, {
          columns: true,
          record_delimiter: "\r\n",
          relax_column_count: false,
        }) as Row[];
        expect(read).toEqual(rows);
      }),
    );
  });

  it("never lets a spreadsheet run a cell; negative amounts stay numbers", () => {
    const rows = [
      { name: '=HYPERLINK("http://x")', amount: "-12.40" },
      { name: "-2+3", amount: null },
      { name: "@SUM(A1)", amount: "0" },
    ];
    expect([...csvLines(COLUMNS, rows)]).toEqual([
      "name,amount\r\n",
      '"\'=HYPERLINK(""http://x"")",-12.40\r\n',
      "'-2+3,\r\n",
      "'@SUM(A1),0\r\n",
    ]);
  });
});

it("csvResponse is a download that Excel reads as UTF-8, with a Chinese name", async () => {
  const response = csvResponse("账单.csv", COLUMNS, [{ name: "张伟", amount: "1" }]);
  expect(response.headers.get("content-disposition")).toBe(
    "attachment; filename*=UTF-8''%E8%B4%A6%E5%8D%95.csv",
  );
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)).toBe(
    `${UTF8_MARK}name,amount\r\n张伟,1\r\n`,
  );
});
