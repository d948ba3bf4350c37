import type { CSSProperties } from "react";
import type { Column } from "./data-table.tsx";

/** The stylesheet speaks of columns by their number; it knows this many. */
export const MAX_COLUMNS = 16;

type ColumnFacts = Pick<Column<never>, "header" | "unit" | "align" | "card">;

/**
 * What the columns are, said once on the table instead of on each of its cells: `data-end="6 7"` aligns the sixth and
 * seventh, `--label-2` is what stands before the second on a phone. Rows are then bare elements; see bench/page.ts.
 */
export function columnAttributes(columns: readonly ColumnFacts[]) {
  if (columns.length > MAX_COLUMNS) throw new RangeError(`A table has at most ${MAX_COLUMNS} columns`);
  const numbersOf = (matches: (column: ColumnFacts) => boolean): string | undefined =>
    columns.flatMap((column, index) => (matches(column) ? [index + 1] : [])).join(" ") || undefined;
  const style: Record<string, string> = {};
  for (const [index, { header, unit, card = "line" }] of columns.entries()) {
    if (card !== "line") continue;
    style[`--label-${index + 1}`] = cssString(header);
    if (unit) style[`--unit-${index + 1}`] = cssString(unit);
  }
  return {
    "data-end": numbersOf(({ align }) => align === "end"),
    "data-title": numbersOf(({ card }) => card === "title"),
    "data-aside": numbersOf(({ card }) => card === "aside"),
    "data-hidden": numbersOf(({ card }) => card === "hidden"),
    "data-measured": numbersOf(({ unit, card = "line" }) => unit !== undefined && card === "line"),
    style: style as CSSProperties,
  };
}

/** A text as a CSS string (CSS Syntax 3, §4.3.5): quotes, backslashes and line ends are escaped by their code. */
function cssString(text: string): string {
  return `"${text.replace(/["\\\n\r\f<]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `)}"`;
}
