import { useTranslation } from "react-i18next";
import { Panel } from "#app/components/panel.tsx";
import { objectIn } from "./content.ts";
import { DatedPart } from "./dated-part.tsx";
import classes from "./designer.module.css";
import { Check, type PartProps, Problems, TextInput } from "./inputs.tsx";

/** 供电营业规则: households 1 ‰, others 2 ‰ in the year of the debt and 3 ‰ after. */
const BLANK = { perMille: "1" };

/** What is charged a day on a bill that was not paid when due. */
export function LateFeeEditor(part: PartProps) {
  const { t } = useTranslation("rating");
  const { content, change, readOnly } = part;
  const value = content.lateFee;
  return (
    <Panel title={t("designer.lateFee")} lead={t("designer.lateFeeLead")}>
      <div className={classes.section}>
        <Check
          label={t("designer.hasLateFee")}
          checked={value !== undefined}
          readOnly={readOnly}
          onChange={(on) => change("/lateFee", on ? BLANK : undefined)}
        />
        {value === undefined ? null : (
          <DatedPart value={value} at="/lateFee" change={change} readOnly={readOnly}>
            {(version, at) => {
              const rule = objectIn(version);
              const rate = (field: "perMille" | "perMilleLaterYears" | "minimum") => (
                <TextInput
                  label={t(`designer.lateFees.${field}`)}
                  value={rule[field]}
                  numeric
                  readOnly={readOnly}
                  onChange={(text) => change(`${at}/${field}`, field === "perMille" ? (text ?? "") : text)}
                />
              );
              return (
                <>
                  <div className={classes.fields}>
                    {rate("perMille")}
                    {rate("perMilleLaterYears")}
                    {rate("minimum")}
                  </div>
                  <div className={classes.row}>
                    <Check
                      label={t("designer.lateFees.countsDueDay")}
                      checked={rule.countsDueDay === true}
                      readOnly={readOnly}
                      onChange={(on) => change(`${at}/countsDueDay`, on)}
                    />
                    <Check
                      label={t("designer.lateFees.countsPaymentDay")}
                      checked={rule.countsPaymentDay !== false}
                      readOnly={readOnly}
                      onChange={(on) => change(`${at}/countsPaymentDay`, on)}
                    />
                  </div>
                </>
              );
            }}
          </DatedPart>
        )}
        <Problems {...part} at="/lateFee" />
      </div>
    </Panel>
  );
}
