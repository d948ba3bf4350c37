import classes from "./data-table.module.css";
import type { Column } from "./data-table.tsx";

const ROWS = ["a", "b", "c", "d", "e", "f"];
/** Widths that look like words of different length. */
const WIDTHS = [72, 48, 60, 40, 66, 54];

/** Grey lines where rows will be. */
export function SkeletonRows({ columns }: { readonly columns: readonly Pick<Column<never>, "key">[] }) {
  return (
    <tbody aria-hidden>
      {ROWS.map((row, rowIndex) => (
        <tr key={row}>
          {columns.map(({ key }, column) => (
            <td key={key}>
              <span
                className={classes.skeleton}
                style={{ width: `${WIDTHS[(rowIndex + column) % WIDTHS.length]}%` }}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
