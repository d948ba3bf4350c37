import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json } from "#schema/blueprint/item.ts";
import { isObject } from "#schema/blueprint/pointer.ts";
import { Household } from "./charge-extras.tsx";
import { listIn, objectIn, step, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { Choice, DatedInput, type PartProps, TextInput } from "./inputs.tsx";

const UNITS = ["window", "day", "kW", "kW-day", "kVA", "person"] as const;
const WINDOWS = ["month", "year", "bill", "calendar-month"] as const;

/** Steps over a window: for all periods together, or for each its own; larger ones for large households. */
export function TierEditor({
  at,
  value,
  change,
  readOnly,
}: Pick<PartProps, "change" | "readOnly"> & {
  /** Pointer of the tiers. */
  readonly at: string;
  readonly value: Json | undefined;
}) {
  const { t } = useTranslation("rating");
  const tiers = objectIn(value);
  const byPeriod = Object.entries(objectIn(tiers.stepsByPeriod));
  const choice = <Field extends keyof typeof CHOICES>(field: Field) => (
    <Choice
      label={t(`designer.tier.${field}`)}
      value={textIn(tiers[field]) || CHOICES[field][0]}
      options={CHOICES[field].map((each) => [each, t(`designer.tiers.${each}`)])}
      readOnly={readOnly}
      onChange={(next) => change(`${at}/${field}`, next)}
    />
  );
  return (
    <div className={classes.section}>
      <div className={classes.fields}>
        <Choice
          label={t("designer.window")}
          value={textIn(tiers.window)}
          options={WINDOWS.map((each) => [each, t(`designer.windows.${each}`)])}
          readOnly={readOnly}
          onChange={(window) => change(`${at}/window`, window)}
        />
        {tiers.window === "year" ? (
          <>
            <TextInput
              label={t("designer.yearStart")}
              value={tiers.yearStart ?? "01-01"}
              readOnly={readOnly}
              onChange={(day) => change(`${at}/yearStart`, day)}
            />
            {choice("firstYear")}
          </>
        ) : null}
        {choice("by")}
        {choice("order")}
      </div>
      {byPeriod.map(([period, steps]) => (
        <section key={period} className={classes.section}>
          <h4 className={classes.row}>{period}</h4>
          <Steps
            at={`${at}/stepsByPeriod${step(period)}`}
            value={steps}
            change={change}
            readOnly={readOnly}
          />
        </section>
      ))}
      {byPeriod.length > 0 ? null : (
        <Steps at={`${at}/steps`} value={tiers.steps} change={change} readOnly={readOnly} />
      )}
      <Household at={at} tiers={tiers} change={change} readOnly={readOnly} />
    </div>
  );
}

const CHOICES = {
  firstYear: ["whole", "months"],
  by: ["total", "period"],
  order: ["share", "chronological"],
} as const;

/** Steps from low to high: each begins where the one before ends, the last is open. */
function Steps({
  at,
  value,
  change,
  readOnly,
}: Pick<PartProps, "change" | "readOnly"> & { readonly at: string; readonly value: Json | undefined }) {
  const { t } = useTranslation("rating");
  const steps = listIn(value).map(objectIn);
  const set = (which: number, next: object) =>
    change(at, steps.map((each, place) => (place === which ? { ...each, ...next } : each)) as Json);
  const add = () => {
    const last = steps.at(-1);
    const before = textIn(steps.at(-2)?.upTo);
    const upTo = String(before === "" ? 200 : Number(before) * 2);
    change(at, [...steps.slice(0, -1), { ...last, upTo }, { price: last?.price ?? "0" }] as Json);
  };
  const remove = (which: number) => {
    const left = steps.filter((_, place) => place !== which);
    const { upTo: _, ...open } = left.at(-1) ?? {};
    change(at, [...left.slice(0, -1), open] as Json);
  };
  return (
    <div className={classes.section}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t("designer.step")}</th>
            <th data-end>{t("designer.above")}</th>
            <th data-end>{t("designer.upTo")}</th>
            <th>{t("designer.per")}</th>
            <th data-end>{t("designer.price")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {steps.map((each, which) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is named by its place.
            <tr key={which}>
              <td>{which + 1}</td>
              <td data-end>{which === 0 ? "0" : textIn(steps[which - 1]?.upTo)}</td>
              <td data-end>
                {which === steps.length - 1 ? (
                  t("designer.open")
                ) : Array.isArray(each.upTo) ? (
                  <DatedInput
                    label={`${t("designer.upTo")} ${which + 1}`}
                    value={each.upTo}
                    readOnly={readOnly}
                    onChange={(upTo) => set(which, { upTo })}
                  />
                ) : (
                  <input
                    aria-label={`${t("designer.upTo")} ${which + 1}`}
                    className={classes.input}
                    data-numeric
                    inputMode="decimal"
                    value={textIn(each.upTo)}
                    readOnly={readOnly}
                    onChange={(event) => set(which, { upTo: event.target.value })}
                  />
                )}
              </td>
              <td>
                {which === steps.length - 1 ? null : (
                  <select
                    aria-label={`${t("designer.per")} ${which + 1}`}
                    className={classes.input}
                    value={textIn(each.per) || "window"}
                    disabled={readOnly}
                    onChange={(event) => set(which, { per: event.target.value })}
                  >
                    {UNITS.map((unit) => (
                      <option key={unit} value={unit}>
                        {t(`designer.units.${unit}`)}
                      </option>
                    ))}
                  </select>
                )}
              </td>
              <td data-end>
                {isObject(each.price) ? (
                  Object.entries(each.price).map(([period, price]) => (
                    <DatedInput
                      key={period}
                      label={`${period} ${which + 1}`}
                      value={price}
                      readOnly={readOnly}
                      onChange={(next) => set(which, { price: { ...objectIn(each.price), [period]: next } })}
                    />
                  ))
                ) : (
                  <DatedInput
                    label={`${t("designer.price")} ${which + 1}`}
                    value={each.price}
                    readOnly={readOnly}
                    onChange={(price) => set(which, { price })}
                  />
                )}
              </td>
              <td>
                {readOnly || steps.length < 2 ? null : (
                  <Button size="compact-xs" variant="subtle" onClick={() => remove(which)}>
                    {t("designer.remove")}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {readOnly ? null : (
        <Button size="xs" variant="default" onClick={add}>
          {t("designer.addStep")}
        </Button>
      )}
    </div>
  );
}
