import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLines } from "./csv.ts";

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
