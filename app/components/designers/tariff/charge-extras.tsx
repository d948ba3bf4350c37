import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { listIn, objectIn, textIn } from "./content.ts";
import { DatedPart } from "./dated-part.tsx";
import classes from "./designer.module.css";
import { Check, Choice, IntegerInput, type PartProps, TextInput } from "./inputs.tsx";
import { RoundingChoice } from "./rounding-choice.tsx";

// What a charge may say beside its price: seasons, its own rounding, discounts by hours of use, look-back, coincidence.

interface Props extends Pick<PartProps, "change" | "readOnly"> {
  /** Pointer of the charge. */
  readonly at: string;
  readonly charge: JsonObject;
}

/** For every type of charge. */
export function CommonExtras({ at, charge, change, readOnly, content }: Props & Pick<PartProps, "content">) {
  const { t } = useTranslation("rating");
  const seasons = Object.keys(objectIn(content.seasons));
  const own = listIn(charge.seasons).map(textIn);
  const toggle = (season: string, on: boolean) => {
    const next = on ? [...own, season] : own.filter((each) => each !== season);
    change(`${at}/seasons`, next.length === 0 ? undefined : next);
  };
  return (
    <>
      {seasons.length === 0 ? null : (
        <fieldset className={classes.dates}>
          <legend>{t("designer.inSeasons")}</legend>
          <div className={classes.row}>
            {seasons.map((season) => (
              <Check
                key={season}
                label={season}
                checked={own.includes(season)}
                readOnly={readOnly}
                onChange={(on) => toggle(season, on)}
              />
            ))}
          </div>
        </fieldset>
      )}
      <div className={classes.fields}>
        <RoundingChoice
          label={t("designer.lineRounding")}
          value={charge.rounding}
          absent={t("designer.asTariff")}
          readOnly={readOnly}
          onChange={(rounding) => change(`${at}/rounding`, rounding)}
        />
        <TextInput
          label={t("designer.group")}
          value={charge.group}
          readOnly={readOnly}
          onChange={(group) => change(`${at}/group`, group)}
        />
        <Check
          label={t("designer.optional")}
          checked={charge.optional === true}
          readOnly={readOnly}
          onChange={(on) => change(`${at}/optional`, on || undefined)}
        />
      </div>
    </>
  );
}

/** From so many kWh per kVA and month on, the price is multiplied (260 kWh/kVA, 90 %). */
export function LoadDiscount({ at, charge, change, readOnly }: Props) {
  const { t } = useTranslation("rating");
  const value = charge.loadDiscount;
  return (
    <div className={classes.section}>
      <Check
        label={t("designer.loadDiscount")}
        checked={value !== undefined}
        readOnly={readOnly}
        onChange={(on) => change(`${at}/loadDiscount`, on ? { kwhPerKva: "260", times: "0.9" } : undefined)}
      />
      {value === undefined ? null : (
        <DatedPart value={value} at={`${at}/loadDiscount`} change={change} readOnly={readOnly}>
          {(version, own) => (
            <div className={classes.fields}>
              {(["kwhPerKva", "times"] as const).map((field) => (
                <TextInput
                  key={field}
                  label={t(`designer.loadDiscounts.${field}`)}
                  value={objectIn(version)[field]}
                  numeric
                  readOnly={readOnly}
                  onChange={(text) => change(`${own}/${field}`, text ?? "")}
                />
              ))}
            </div>
          )}
        </DatedPart>
      )}
    </div>
  );
}

/** Of a demand charge: over what it is measured, what it looks back on, and the system's own peaks. */
export function DemandExtras(props: Props) {
  const { t } = useTranslation("rating");
  const { at, charge, change, readOnly } = props;
  const ratchet = objectIn(charge.ratchet);
  const coincident = objectIn(charge.coincident);
  return (
    <>
      <div className={classes.fields}>
        <TextInput
          label={t("designer.demandQuantity")}
          value={charge.quantity}
          readOnly={readOnly}
          onChange={(quantity) => change(`${at}/quantity`, quantity)}
        />
        <IntegerInput
          label={t("designer.windowMinutes")}
          value={charge.windowMinutes}
          readOnly={readOnly}
          onChange={(minutes) => change(`${at}/windowMinutes`, minutes)}
        />
        <Choice
          label={t("designer.demandPer")}
          value={textIn(charge.per) || "month"}
          options={(["month", "day"] as const).map((each) => [each, t(`designer.times.${each}`)])}
          readOnly={readOnly}
          onChange={(per) => change(`${at}/per`, per)}
        />
        {charge.ratchet === undefined ? null : (
          <IntegerInput
            label={t("designer.ratchetMonths")}
            value={ratchet.months}
            readOnly={readOnly}
            onChange={(months) => change(`${at}/ratchet/months`, months)}
          />
        )}
        <TextInput
          label={t("designer.systemPeaks")}
          value={coincident.peaks}
          readOnly={readOnly}
          onChange={(peaks) =>
            change(`${at}/coincident`, peaks === undefined ? undefined : { ...coincident, peaks })
          }
        />
        {charge.coincident === undefined ? null : (
          <Choice
            label={t("designer.take")}
            value={textIn(coincident.take) || "mean"}
            options={(["mean", "highest"] as const).map((each) => [each, t(`designer.takes.${each}`)])}
            readOnly={readOnly}
            onChange={(take) => change(`${at}/coincident/take`, take)}
          />
        )}
      </div>
      <LoadDiscount {...props} />
    </>
  );
}

/** A price that follows a market: price = series × times + plus. */
export function SeriesPrice({ at, charge, change, readOnly }: Props) {
  const { t } = useTranslation("rating");
  const price = objectIn(charge.price);
  return (
    <div className={classes.fields}>
      <TextInput
        label={t("designer.series")}
        value={price.series}
        readOnly={readOnly}
        onChange={(series) => change(`${at}/price/series`, series ?? "")}
      />
      <TextInput
        label={t("designer.seriesTimes")}
        value={price.times}
        numeric
        readOnly={readOnly}
        onChange={(times) => change(`${at}/price/times`, times)}
      />
      <TextInput
        label={t("designer.seriesPlus")}
        value={price.plus}
        numeric
        readOnly={readOnly}
        onChange={(plus) => change(`${at}/price/plus`, plus)}
      />
    </div>
  );
}

/** Larger steps for large households: by each person above a number, or at once from a number of persons on. */
export function Household({
  at,
  tiers,
  change,
  readOnly,
}: Pick<PartProps, "change" | "readOnly"> & { readonly at: string; readonly tiers: JsonObject }) {
  const { t } = useTranslation("rating");
  const household = objectIn(tiers.household);
  const mode = tiers.household === undefined ? "none" : "add" in household ? "from" : "above";
  const limits = Math.max(1, listIn(tiers.steps).length - 1);
  const sizes = listIn(household.each ?? household.add);
  const list = mode === "from" ? "add" : "each";
  const blank: Readonly<Record<string, Json | undefined>> = {
    none: undefined,
    above: { above: 4, each: new Array<string>(limits).fill("0") },
    from: { from: 5, add: new Array<string>(limits).fill("0") },
  };
  return (
    <div className={classes.fields}>
      <Choice
        label={t("designer.household")}
        value={mode}
        options={(["none", "above", "from"] as const).map((each) => [each, t(`designer.households.${each}`)])}
        readOnly={readOnly}
        onChange={(next) => change(`${at}/household`, blank[next])}
      />
      {mode === "none" ? null : (
        <>
          <IntegerInput
            label={t("designer.persons")}
            value={household[mode]}
            readOnly={readOnly}
            onChange={(persons) => change(`${at}/household/${mode}`, persons ?? "")}
          />
          {Array.from({ length: limits }, (_, which) => (
            <TextInput
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
              key={which}
              label={t("designer.widens", { step: which + 1 })}
              value={sizes[which]}
              numeric
              readOnly={readOnly}
              onChange={(text) => change(`${at}/household/${list}/${which}`, text ?? "0")}
            />
          ))}
        </>
      )}
    </div>
  );
}
