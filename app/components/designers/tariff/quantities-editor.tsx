import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "#app/components/panel.tsx";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { freeKey, listIn, objectIn, quantityNames, step, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { Check, Choice, IntegerInput, type PartProps, Problems, TextInput } from "./inputs.tsx";
import { RoundingChoice } from "./rounding-choice.tsx";

/** Quantities that are made of measured ones: net of what is fed in, sewage of water, energy of gas volume. */
export function QuantitiesEditor(part: PartProps) {
  const { t } = useTranslation("rating");
  const { content, change, readOnly } = part;
  const quantities = objectIn(content.quantities);
  const [name, setName] = useState("");
  const measured = quantityNames({ utility: content.utility as Json })[0] ?? "energy";
  const key = freeKey(quantities, name === "" ? "billed" : name);
  return (
    <Panel title={t("designer.quantities")} lead={t("designer.quantitiesLead")}>
      <div className={classes.section}>
        {Object.keys(quantities).length === 0 ? (
          <p className={classes.quiet}>{t("designer.noQuantity")}</p>
        ) : null}
        {Object.entries(quantities).map(([each, value]) => (
          <QuantityEditor key={each} {...part} name={each} quantity={objectIn(value)} />
        ))}
        {readOnly ? null : (
          <div className={classes.fields}>
            <TextInput
              label={t("designer.quantityKey")}
              value={name}
              readOnly={false}
              onChange={(text) => setName(text ?? "")}
            />
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                change(`/quantities${step(key)}`, {
                  of: measured,
                  unit: measured === "energy" ? "kWh" : "m³",
                });
                setName("");
              }}
            >
              {t("designer.addQuantity")}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

const NEGATIVE = ["keep", "zero", "bank"] as const;

function QuantityEditor({
  name,
  quantity,
  ...part
}: PartProps & { readonly name: string; readonly quantity: JsonObject }) {
  const { t } = useTranslation("rating");
  const { content, change, readOnly } = part;
  const at = `/quantities${step(name)}`;
  const names = quantityNames(content).filter((each) => each !== name);
  const options = (current: Json | undefined) =>
    [...new Set([...names, textIn(current)])]
      .filter((each) => each !== "")
      .map((each) => [each, each] as const);
  return (
    <details className={classes.charge}>
      <summary>
        <span>{name}</span>
        <code className={`${classes.grow} ${classes.quiet}`}>= {formulaOf(quantity)}</code>
        <span className={classes.quiet}>{textIn(quantity.unit)}</span>
      </summary>
      <div className={classes.chargeBody}>
        <div className={classes.fields}>
          <Choice
            label={t("designer.madeOf")}
            value={textIn(quantity.of)}
            options={options(quantity.of)}
            readOnly={readOnly}
            onChange={(of) => change(`${at}/of`, of)}
          />
          <Choice
            label={t("designer.minus")}
            value={textIn(quantity.minus)}
            options={[["", "–"], ...options(quantity.minus)]}
            readOnly={readOnly}
            onChange={(minus) => change(`${at}/minus`, minus === "" ? undefined : minus)}
          />
          {quantity.minus === undefined ? null : (
            <IntegerInput
              label={t("designer.nettingMinutes")}
              value={quantity.nettingMinutes}
              readOnly={readOnly}
              onChange={(minutes) => change(`${at}/nettingMinutes`, minutes)}
            />
          )}
          <TextInput
            label={t("designer.unit")}
            value={quantity.unit}
            readOnly={readOnly}
            onChange={(unit) => change(`${at}/unit`, unit ?? "")}
          />
          <TextInput
            label={t("designer.dividedBy")}
            value={quantity.dividedBy}
            numeric
            readOnly={readOnly}
            onChange={(divisor) => change(`${at}/dividedBy`, divisor)}
          />
          <RoundingChoice
            label={t("designer.rounded")}
            value={quantity.rounding}
            absent={t("designer.notRounded")}
            readOnly={readOnly}
            onChange={(rounding) => change(`${at}/rounding`, rounding)}
          />
          <Choice
            label={t("designer.negative")}
            value={textIn(quantity.negative) || "keep"}
            options={NEGATIVE.map((each) => [each, t(`designer.negatives.${each}`)])}
            readOnly={readOnly}
            onChange={(negative) => change(`${at}/negative`, negative)}
          />
          {quantity.negative === "bank" ? (
            <IntegerInput
              label={t("designer.bankMonths")}
              value={quantity.bankMonths}
              readOnly={readOnly}
              onChange={(months) => change(`${at}/bankMonths`, months)}
            />
          ) : null}
        </div>
        <Factors at={`${at}/times`} value={quantity.times} change={change} readOnly={readOnly} />
        <Problems {...part} at={at} />
        {readOnly ? null : (
          <div className={classes.row}>
            <Button size="xs" variant="subtle" onClick={() => change(at, undefined)}>
              {t("designer.removeQuantity")}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

/** What the quantity is multiplied by: numbers, and dated numbers of the agreement such as a calorific value. */
function Factors({
  at,
  value,
  change,
  readOnly,
}: Pick<PartProps, "change" | "readOnly"> & { readonly at: string; readonly value: Json | undefined }) {
  const { t } = useTranslation("rating");
  const factors = listIn(value);
  const add = (factor: Json) => change(at, [...factors, factor]);
  return (
    <fieldset className={classes.dates}>
      <legend>{t("designer.factors")}</legend>
      {factors.map((factor, which) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: factors have no name but their place.
        <div key={which} className={classes.fields}>
          {typeof factor === "string" ? (
            <TextInput
              label={t("designer.constant")}
              value={factor}
              numeric
              readOnly={readOnly}
              onChange={(text) => change(`${at}/${which}`, text ?? "")}
            />
          ) : (
            <>
              <TextInput
                label={t("designer.agreedNumber")}
                value={objectIn(factor).factor}
                readOnly={readOnly}
                onChange={(text) => change(`${at}/${which}/factor`, text ?? "")}
              />
              <TextInput
                label={t("designer.plus")}
                value={objectIn(factor).plus}
                numeric
                readOnly={readOnly}
                onChange={(text) => change(`${at}/${which}/plus`, text)}
              />
              <Check
                label={t("designer.divides")}
                checked={objectIn(factor).divides === true}
                readOnly={readOnly}
                onChange={(on) => change(`${at}/${which}/divides`, on)}
              />
            </>
          )}
          {readOnly ? null : (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => change(at, factors.filter((_, place) => place !== which) as Json)}
            >
              {t("designer.remove")}
            </Button>
          )}
        </div>
      ))}
      {readOnly ? null : (
        <div className={classes.row}>
          <Button size="compact-xs" variant="subtle" onClick={() => add("1")}>
            {t("designer.addConstant")}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => add({ factor: "calorificValue" })}>
            {t("designer.addAgreed")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** "(energy − export) × 1.02 × calorificValue ÷ 3.6", as one would write it. */
export function formulaOf(quantity: JsonObject): string {
  const of = textIn(quantity.of) || "?";
  const base = quantity.minus === undefined ? of : `(${of} − ${textIn(quantity.minus)})`;
  const factors = listIn(quantity.times).map((factor) => {
    if (typeof factor === "string") return ` × ${factor}`;
    const { factor: name, plus, divides } = objectIn(factor);
    const shifted = plus === undefined || plus === "0" ? textIn(name) : `(${textIn(name)} + ${textIn(plus)})`;
    return ` ${divides === true ? "÷" : "×"} ${shifted}`;
  });
  const divisor = quantity.dividedBy === undefined ? "" : ` ÷ ${textIn(quantity.dividedBy)}`;
  return `${base}${factors.join("")}${divisor}`;
}
