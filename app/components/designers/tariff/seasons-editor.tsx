import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "#app/components/panel.tsx";
import type { Json } from "#schema/blueprint/item.ts";
import { freeKey, isDated, listIn, objectIn, step, textIn } from "./content.ts";
import { DatedPart } from "./dated-part.tsx";
import classes from "./designer.module.css";
import { type PartProps, Problems, TextInput } from "./inputs.tsx";
import { MonthDayInput } from "./month-day-input.tsx";

const SUMMER = [{ from: "06-01", to: "08-31" }];

/** The seasons of the year that rules and charges may name; both days of a span belong to it. */
export function SeasonsEditor(part: PartProps) {
  const { t } = useTranslation("rating");
  const { content, change, readOnly } = part;
  const seasons = objectIn(content.seasons);
  const [name, setName] = useState("");
  const key = freeKey(seasons, name === "" ? "summer" : name);
  return (
    <Panel title={t("designer.seasons")} lead={t("designer.seasonsLead")}>
      <div className={classes.section}>
        {Object.keys(seasons).length === 0 ? <p className={classes.quiet}>{t("designer.noSeason")}</p> : null}
        {Object.entries(seasons).map(([season, value]) => (
          <section key={season} className={classes.section}>
            <div className={classes.row}>
              <h3>{season}</h3>
              <YearStrip label={season} value={value} />
              <span className={`${classes.grow} ${classes.quiet}`}>{usesOf(content, season).join(", ")}</span>
              {readOnly ? null : (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={`${t("designer.remove")} ${season}`}
                  onClick={() => change(`/seasons${step(season)}`, undefined)}
                >
                  {t("designer.remove")}
                </Button>
              )}
            </div>
            <DatedPart value={value} at={`/seasons${step(season)}`} change={change} readOnly={readOnly}>
              {(spans, at) => <Spans {...part} spans={spans} at={at} />}
            </DatedPart>
            <Problems {...part} at={`/seasons${step(season)}`} />
          </section>
        ))}
        {readOnly ? null : (
          <div className={classes.fields}>
            <TextInput
              label={t("designer.seasonKey")}
              value={name}
              readOnly={false}
              onChange={(text) => setName(text ?? "")}
            />
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                change(`/seasons${step(key)}`, SUMMER);
                setName("");
              }}
            >
              {t("designer.addSeason")}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Spans({
  spans: value,
  at,
  change,
  readOnly,
  locale,
}: PartProps & { readonly spans: Json | undefined; readonly at: string }) {
  const { t } = useTranslation("rating");
  const spans = listIn(value).map(objectIn);
  return (
    <div className={classes.section}>
      {spans.map((span, which) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans have no name but their place.
        <div key={which} className={classes.fields}>
          <MonthDayInput
            label={t("designer.firstDayOf")}
            value={textIn(span.from)}
            readOnly={readOnly}
            locale={locale}
            onChange={(day) => change(`${at}/${which}/from`, day)}
          />
          <MonthDayInput
            label={t("designer.lastDayOf")}
            value={textIn(span.to)}
            readOnly={readOnly}
            locale={locale}
            leap
            onChange={(day) => change(`${at}/${which}/to`, day)}
          />
          {readOnly || spans.length === 1 ? null : (
            <Button size="compact-xs" variant="subtle" onClick={() => change(`${at}/${which}`, undefined)}>
              {t("designer.remove")}
            </Button>
          )}
        </div>
      ))}
      {readOnly ? null : (
        <div className={classes.row}>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => change(`${at}/${spans.length}`, { from: "12-01", to: "12-31" })}
          >
            {t("designer.addSpan")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The twelve months, those of the season filled: whole, or in part. */
function YearStrip({ label, value }: { readonly label: string; readonly value: Json | undefined }) {
  const spans = listIn(isDated(value) ? objectIn(listIn(value).at(-1)).value : value).map(objectIn);
  const months = Array.from({ length: 12 }, (_, at) => spans.some((span) => meets(span, at + 1)));
  return (
    <span className={classes.strip} role="img" aria-label={label}>
      {months.map((on, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place.
        <span key={at} data-on={on || undefined} />
      ))}
    </span>
  );
}

function meets(span: { readonly from?: Json; readonly to?: Json }, month: number): boolean {
  const [first, last] = [textIn(span.from), textIn(span.to)].map((text) => Number(text.slice(0, 2)));
  if (first === undefined || last === undefined) return false;
  const turns = textIn(span.to) < textIn(span.from);
  return turns ? month >= first || month <= last : month >= first && month <= last;
}

/** The charges that apply in a season, by code, so that nobody takes away what is used. */
function usesOf(content: PartProps["content"], season: string): string[] {
  return listIn(content.charges)
    .map(objectIn)
    .filter(({ seasons }) => listIn(seasons).includes(season))
    .map(({ code }) => textIn(code));
}
