import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Panel } from "#app/components/panel.tsx";
import type { TriedTariff } from "#app/services/tariff/try-tariff.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { BLANK_PERIODS } from "#schema/blueprint/tariff/blank.ts";
import type { PaintedCalendar } from "#schema/blueprint/tariff/schedule.ts";
import { SchemaForm } from "../form/schema-form.tsx";
import { CalendarPainter } from "./calendar-painter.tsx";
import { type DesignedSchedule, objectIn, schedulesOf, step, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { type PartProps, Problems, TextInput } from "./inputs.tsx";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** The time schedules of a tariff: their periods, and the calendar to paint. */
export function SchedulesEditor({
  painted,
  ...part
}: PartProps & { readonly painted: TriedTariff["painted"] }) {
  const { t } = useTranslation("rating");
  const schedules = schedulesOf(part.content);
  const add = () => {
    const row = "C".repeat(24);
    const rows = Array.from({ length: 12 }, () => row);
    const symbols = Object.fromEntries(
      Object.keys(BLANK_PERIODS).map((period, at) => [SIGNS[at] ?? "", period]),
    );
    const name = schedules.length === 0 ? "day" : `day-${schedules.length + 1}`;
    part.change(`/schedules${step(name)}`, {
      periods: BLANK_PERIODS,
      matrix: { symbols, weekday: rows, weekend: rows },
    });
  };
  return (
    <Panel
      title={t("designer.schedules")}
      lead={t("designer.schedulesLead")}
      actions={
        part.readOnly ? undefined : (
          <Button size="xs" variant="default" onClick={add}>
            {t("designer.addSchedule")}
          </Button>
        )
      }
    >
      <div className={classes.section}>
        {schedules.length === 0 ? <p className={classes.quiet}>{t("designer.noSchedule")}</p> : null}
        {schedules.map((schedule) => (
          <ScheduleEditor key={schedule.pointer} schedule={schedule} painted={painted} {...part} />
        ))}
      </div>
    </Panel>
  );
}

function ScheduleEditor({
  schedule,
  painted,
  ...part
}: PartProps & { readonly schedule: DesignedSchedule; readonly painted: TriedTariff["painted"] }) {
  const { t } = useTranslation("rating");
  const { change, readOnly, locale } = part;
  const { pointer, content, periods } = schedule;
  const own = content.matrix === undefined ? undefined : (content.matrix as unknown as PaintedCalendar);
  const calendar = own ?? painted[pointer] ?? undefined;
  const nameOf = (period: string) => textIn(objectIn(objectIn(content.periods)[period])[locale]) || period;
  const paintIt = () => {
    if (calendar === undefined) return;
    change(`${pointer}/rules`, undefined);
    change(`${pointer}/matrix`, calendar as unknown as Json);
  };
  return (
    <div className={classes.section}>
      <h3 className={classes.row}>{schedule.name}</h3>
      <div className={classes.fields}>
        {periods.map((period) => (
          <TextInput
            key={period}
            label={`${t("designer.period")} ${period}`}
            value={nameOf(period)}
            readOnly={readOnly}
            onChange={(text) => change(`${pointer}/periods${step(period)}/${locale}`, text ?? period)}
          />
        ))}
      </div>
      {calendar === undefined ? (
        <p className={classes.quiet}>{t("designer.notPaintable")}</p>
      ) : (
        <CalendarPainter
          calendar={calendar}
          periods={periods.map((key) => ({ key, name: nameOf(key) }))}
          readOnly={readOnly || own === undefined}
          onRow={(kind, month, row) => change(`${pointer}/matrix/${kind}/${month}`, row)}
          onHolidays={(rows) =>
            change(`${pointer}/matrix/holiday`, rows === undefined ? undefined : [...rows])
          }
        />
      )}
      {content.rules === undefined ? null : (
        <details open={calendar === undefined}>
          <summary className={classes.quiet}>{t("designer.scheduleRules")}</summary>
          <SchemaForm {...part} itemKey="" at={pointer} only={["rules"]} />
        </details>
      )}
      {own === undefined && calendar !== undefined && !readOnly ? (
        <Button size="xs" variant="default" onClick={paintIt}>
          {t("designer.paintIt")}
        </Button>
      ) : null}
      <Problems {...part} at={pointer} />
    </div>
  );
}
