import { Button } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PaintedCalendar } from "#schema/blueprint/tariff/schedule.ts";
import classes from "./painter.module.css";

const KINDS = ["weekday", "weekend", "holiday"] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  readonly calendar: PaintedCalendar;
  /** Name of each period, in the order of its colours. */
  readonly periods: readonly { readonly key: string; readonly name: string }[];
  readonly readOnly: boolean;
  /** Sets the row of a month, January 0. */
  readonly onRow: (kind: Kind, month: number, row: string) => void;
  /** Holidays get rows of their own, or take the weekend's again. */
  readonly onHolidays: (rows: readonly string[] | undefined) => void;
}

/**
 * The calendar of month × hour, painted by mouse, finger or keyboard: arrows move, space paints, shift with an arrow
 * paints on the way, a digit takes the period of that number. A stroke is one change.
 */
export function CalendarPainter({ calendar, periods, readOnly, onRow, onHolidays }: Props) {
  const { t } = useTranslation("rating");
  const [kind, setKind] = useState<Kind>("weekday");
  const [brush, setBrush] = useState(0);
  const [stroke, setStroke] = useState<ReadonlyMap<number, string>>(new Map());
  const [focus, setFocus] = useState({ month: 0, hour: 0 });
  const painting = useRef(false);
  const grid = useRef<HTMLTableElement>(null);
  const rows = calendar[kind] ?? calendar.weekend;
  const steps = rows[0]?.length ?? 24;
  const signOf = new Map(Object.entries(calendar.symbols).map(([sign, period]) => [period, sign]));
  const rowOf = (month: number) => stroke.get(month) ?? rows[month] ?? "";
  const colourOf = (sign: string) => periods.findIndex(({ key }) => key === calendar.symbols[sign]);

  const paint = (cells: readonly (readonly [month: number, step: number])[], into = stroke) => {
    const sign = signOf.get(periods[brush]?.key ?? "");
    if (readOnly || sign === undefined) return into;
    const next = new Map(into);
    for (const [month, at] of cells) {
      const row = next.get(month) ?? rows[month] ?? "";
      next.set(month, `${row.slice(0, at)}${sign}${row.slice(at + 1)}`);
    }
    setStroke(next);
    return next;
  };
  const finish = (painted: ReadonlyMap<number, string>) => {
    for (const [month, row] of painted) if (row !== rows[month]) onRow(kind, month, row);
    setStroke(new Map());
  };

  const cellUnder = (event: PointerEvent): [number, number] | undefined => {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-step]");
    if (!cell || !grid.current?.contains(cell)) return undefined;
    return [Number(cell.dataset.month), Number(cell.dataset.step)];
  };
  const down = (event: PointerEvent) => {
    const cell = cellUnder(event);
    if (cell === undefined || event.button !== 0) return;
    painting.current = true;
    grid.current?.setPointerCapture(event.pointerId);
    setFocus({ month: cell[0], hour: cell[1] });
    paint([cell]);
  };
  const move = (event: PointerEvent) => {
    const cell = painting.current ? cellUnder(event) : undefined;
    if (cell !== undefined) paint([cell]);
  };
  const up = () => {
    if (painting.current) finish(stroke);
    painting.current = false;
  };

  const key = (event: KeyboardEvent) => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Home: [0, -steps],
      End: [0, steps],
    };
    const by = moves[event.key];
    const digit = Number(event.key);
    if (event.key === " " || event.key === "Enter") finish(paint([[focus.month, focus.hour]], new Map()));
    else if (Number.isInteger(digit) && digit >= 1 && digit <= periods.length) setBrush(digit - 1);
    else if (by !== undefined) {
      const month = Math.min(11, Math.max(0, focus.month + by[0]));
      const hour = Math.min(steps - 1, Math.max(0, focus.hour + by[1]));
      setFocus({ month, hour });
      if (event.shiftKey)
        finish(
          paint(
            [
              [focus.month, focus.hour],
              [month, hour],
            ],
            new Map(),
          ),
        );
      grid.current?.querySelector<HTMLElement>(`[data-month="${month}"][data-step="${hour}"]`)?.focus();
    } else return;
    event.preventDefault();
  };

  const clock = (at: number) => {
    const minute = (at * 1440) / steps;
    return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  };
  const whole = (cells: readonly (readonly [number, number])[]) => finish(paint(cells, new Map()));
  const months = Array.from({ length: 12 }, (_, month) => month);
  const all = Array.from({ length: steps }, (_, at) => at);

  return (
    <div className={classes.painter}>
      <div className={classes.tools}>
        <div role="radiogroup" aria-label={t("designer.brush")} className={classes.brushes}>
          {periods.map((period, at) => (
            // biome-ignore lint/a11y/useSemanticElements: a brush is chosen like a radio button and shows its colour.
            <button
              key={period.key}
              type="button"
              role="radio"
              aria-checked={brush === at}
              className={classes.brush}
              data-colour={at % 8}
              onClick={() => setBrush(at)}
            >
              <span className={classes.swatch} data-colour={at % 8} />
              {at + 1} {period.name}
            </button>
          ))}
        </div>
        <div role="tablist" aria-label={t("designer.dayKind")} className={classes.brushes}>
          {KINDS.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={kind === each}
              className={classes.brush}
              onClick={() => setKind(each)}
            >
              {t(`designer.${each}`)}
            </button>
          ))}
        </div>
      </div>
      {kind === "holiday" && !readOnly ? (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => onHolidays(calendar.holiday === undefined ? calendar.weekend : undefined)}
        >
          {calendar.holiday === undefined ? t("designer.ownHolidays") : t("designer.asWeekends")}
        </Button>
      ) : null}
      <div className={classes.scroll}>
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is painted is a grid.
          role="grid"
          aria-label={t("designer.calendar", { kind: t(`designer.${kind}`) })}
          aria-readonly={readOnly || (kind === "holiday" && calendar.holiday === undefined)}
          className={classes.grid}
          data-steps={steps}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={up}
          onKeyDown={key}
        >
          <thead>
            <tr>
              <td />
              {all.map((at) => (
                <th key={clock(at)} scope="col">
                  <button
                    type="button"
                    className={classes.head}
                    tabIndex={-1}
                    aria-label={t("designer.paintHour", { time: clock(at) })}
                    onClick={() => whole(months.map((month) => [month, at] as const))}
                  >
                    {(at * 24) % steps === 0 ? (at * 24) / steps : ""}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month}>
                <th scope="row">
                  <button
                    type="button"
                    className={classes.head}
                    tabIndex={-1}
                    aria-label={t("designer.paintMonth", { month: month + 1 })}
                    onClick={() => whole(all.map((at) => [month, at] as const))}
                  >
                    {t("designer.month", { month: month + 1 })}
                  </button>
                </th>
                {all.map((at) => {
                  const sign = rowOf(month)[at] ?? "";
                  const colour = colourOf(sign);
                  const focused = focus.month === month && focus.hour === at;
                  return (
                    <td
                      key={clock(at)}
                      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are the grid's.
                      role="gridcell"
                      tabIndex={focused ? 0 : -1}
                      data-month={month}
                      data-step={at}
                      data-colour={colour < 0 ? undefined : colour % 8}
                      aria-label={`${t("designer.month", { month: month + 1 })} ${clock(at)} ${periods[colour]?.name ?? ""}`}
                      className={classes.cell}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.keys}>{t("designer.keys")}</p>
    </div>
  );
}
