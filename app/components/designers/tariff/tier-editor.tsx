import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json } from "#schema/blueprint/item.ts";
import { listIn, objectIn, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { Choice, DatedInput, type PartProps, TextInput } from "./inputs.tsx";

const UNITS = ["window", "day", "kW", "kW-day", "kVA", "person"] as const;
const WINDOWS = ["month", "year", "bill", "calendar-month"] as const;

/** Steps from low to high: each begins where the one before ends, the last is open. */
export function TierEditor({
  at,
  value,
  change,
  readOnly,
}: Pick<PartProps, "change" | "readOnly"> & {
  /** Pointer of the steps' parent. */
  readonly at: string;
  readonly value: Json | undefined;
}) {
  const { t } = useTranslation("rating");
  const tiers = objectIn(value);
  const steps = listIn(tiers.steps).map(objectIn);
  const set = (which: number, next: object) =>
    change(
      `${at}/steps`,
      steps.map((each, place) => (place === which ? { ...each, ...next } : each)) as Json,
    );
  const add = () => {
    const last = steps.at(-1);
    const before = textIn(steps.at(-2)?.upTo);
    const upTo = String(before === "" ? 200 : Number(before) * 2);
    change(`${at}/steps`, [
      ...steps.slice(0, -1),
      { ...last, upTo },
      { price: textIn(last?.price) || "0" },
    ] as Json);
  };
  const remove = (which: number) => {
    const left = steps.filter((_, place) => place !== which);
    const { upTo: _, ...open } = left.at(-1) ?? {};
    change(`${at}/steps`, [...left.slice(0, -1), open] as Json);
  };
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
          <TextInput
            label={t("designer.yearStart")}
            value={tiers.yearStart ?? "01-01"}
            readOnly={readOnly}
            onChange={(day) => change(`${at}/yearStart`, day)}
          />
        ) : null}
      </div>
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
                <DatedInput
                  label={`${t("designer.price")} ${which + 1}`}
                  value={each.price}
                  readOnly={readOnly}
                  onChange={(price) => set(which, { price })}
                />
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
