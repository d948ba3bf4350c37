import { useTranslation } from "react-i18next";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { listIn, objectIn, quantityNames, schedulesOf, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { Check, Choice, IntegerInput, type PartProps, TextInput } from "./inputs.tsx";

interface Props extends PartProps {
  readonly at: string;
  readonly charge: JsonObject;
  /** Codes of the charges before this one. */
  readonly earlier: readonly string[];
}

/** Points: earned by use or by money, redeemed against the lines of later bills. */
export function PointsFields(props: Props) {
  const { t } = useTranslation("rating");
  const { at, charge, change, readOnly } = props;
  const earn = objectIn(charge.earn);
  const redeem = objectIn(charge.redeem);
  const mode = "of" in earn ? "money" : "use";
  return (
    <>
      <fieldset className={classes.dates}>
        <legend>{t("designer.earned")}</legend>
        <Choice
          label={t("designer.earnedBy")}
          value={mode}
          options={(["use", "money"] as const).map((each) => [each, t(`designer.earnedBys.${each}`)])}
          readOnly={readOnly}
          onChange={(next) =>
            change(`${at}/earn`, next === "use" ? { perUnit: "1" } : { of: ["*"], perMoney: "1" })
          }
        />
        {mode === "use" ? <EarnedByUse {...props} /> : null}
        {mode === "money" ? (
          <>
            <Codes {...props} field="earn/of" of={listIn(earn.of).map(textIn)} />
            <TextInput
              label={t("designer.perMoney")}
              value={earn.perMoney}
              numeric
              readOnly={readOnly}
              onChange={(text) => change(`${at}/earn/perMoney`, text ?? "")}
            />
          </>
        ) : null}
      </fieldset>
      <fieldset className={classes.dates}>
        <legend>{t("designer.redeemed")}</legend>
        <Codes {...props} field="redeem/of" of={listIn(redeem.of).map(textIn)} />
        <div className={classes.fields}>
          <TextInput
            label={t("designer.pointValue")}
            value={redeem.value}
            numeric
            readOnly={readOnly}
            onChange={(text) => change(`${at}/redeem/value`, text ?? "")}
          />
          <IntegerInput
            label={t("designer.pointStep")}
            value={redeem.step}
            readOnly={readOnly}
            onChange={(step) => change(`${at}/redeem/step`, step)}
          />
          <TextInput
            label={t("designer.maxShare")}
            value={redeem.maxShare}
            numeric
            readOnly={readOnly}
            onChange={(share) => change(`${at}/redeem/maxShare`, share)}
          />
          <IntegerInput
            label={t("designer.expireMonths")}
            value={charge.expireMonths}
            readOnly={readOnly}
            onChange={(months) => change(`${at}/expireMonths`, months)}
          />
        </div>
      </fieldset>
    </>
  );
}

function EarnedByUse({ at, charge, change, readOnly, content }: Props) {
  const { t } = useTranslation("rating");
  const earn = objectIn(charge.earn);
  const schedules = schedulesOf(content);
  const schedule = schedules.find(({ name }) => name === earn.schedule);
  return (
    <div className={classes.fields}>
      <TextInput
        label={t("designer.perUnit")}
        value={earn.perUnit}
        numeric
        readOnly={readOnly}
        onChange={(text) => change(`${at}/earn/perUnit`, text ?? "")}
      />
      <Choice
        label={t("designer.quantity")}
        value={textIn(earn.quantity)}
        options={["", ...quantityNames(content)].map((name) => [name, name === "" ? "–" : name])}
        readOnly={readOnly}
        onChange={(name) => change(`${at}/earn/quantity`, name === "" ? undefined : name)}
      />
      {schedules.length === 0 ? null : (
        <Choice
          label={t("designer.schedule")}
          value={textIn(earn.schedule)}
          options={["", ...schedules.map(({ name }) => name)].map((name) => [name, name === "" ? "–" : name])}
          readOnly={readOnly}
          onChange={(name) => {
            const { period: _, schedule: __, ...rest } = earn;
            change(`${at}/earn`, name === "" ? rest : { ...rest, schedule: name });
          }}
        />
      )}
      {schedule === undefined ? null : (
        <Choice
          label={t("designer.onlyPeriod")}
          value={textIn(earn.period)}
          options={["", ...schedule.periods].map((name) => [name, name === "" ? "–" : name])}
          readOnly={readOnly}
          onChange={(name) => change(`${at}/earn/period`, name === "" ? undefined : name)}
        />
      )}
    </div>
  );
}

function Codes({
  at,
  change,
  readOnly,
  earlier,
  field,
  of,
}: Props & { readonly field: string; readonly of: readonly string[] }) {
  const { t } = useTranslation("rating");
  return (
    <div className={classes.row}>
      <span className={classes.quiet}>{t("designer.of")}</span>
      {["*", ...earlier].map((code) => (
        <Check
          key={code}
          label={code === "*" ? t("designer.everything") : code}
          checked={of.includes(code)}
          readOnly={readOnly}
          onChange={(on) => change(`${at}/${field}`, on ? [...of, code] : of.filter((each) => each !== code))}
        />
      ))}
    </div>
  );
}
