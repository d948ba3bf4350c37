import classes from "./data-table.module.css";

const ROWS = ["a", "b", "c", "d", "e", "f"];
/** Widths that look like words of different length. */
const WIDTHS = [72, 48, 60, 40, 66, 54];

/** Grey lines where rows will be. */
export function SkeletonRows({ columns }: { readonly columns: number }) {
  return (
    <tbody aria-hidden>
      {ROWS.map((row, rowIndex) => (
        <tr key={row}>
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move.
            <td key={column}>
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
