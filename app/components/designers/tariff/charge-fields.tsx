import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { isObject } from "#schema/blueprint/pointer.ts";
import { DemandExtras, LoadDiscount, SeriesPrice } from "./charge-extras.tsx";
import { objectIn, schedulesOf, step, textIn } from "./content.ts";
import { DatedPart } from "./dated-part.tsx";
import classes from "./designer.module.css";
import { Check, Choice, DatedInput, IntegerInput, type PartProps, TextInput } from "./inputs.tsx";
import { PointsFields } from "./points-fields.tsx";
import { TierEditor } from "./tier-editor.tsx";

interface Props extends PartProps {
  readonly at: string;
  readonly charge: JsonObject;
  /** Codes of the charges before this one. */
  readonly earlier: readonly string[];
}

/** The fields that a kind of charge has. */
export function ChargeFields(props: Props) {
  switch (props.charge.type) {
    case "energy":
      return <EnergyFields {...props} />;
    case "demand":
      return <DemandFields {...props} />;
    case "standing":
      return <StandingFields {...props} />;
    case "power-factor":
    case "percentage":
    case "limit":
      return <RelativeFields {...props} />;
    case "points":
      return <PointsFields {...props} />;
    default:
      return null;
  }
}

type Mode = "one" | "periods" | "tiers" | "series";

function modeOf({ tiers, price, schedule }: JsonObject): Mode {
  if (tiers !== undefined) return "tiers";
  if (isObject(price) && "series" in price) return "series";
  return schedule === undefined ? "one" : "periods";
}

/** How an energy or demand charge is priced: one price, one a period, steps, or a market's prices. */
function PriceFields({ at, charge, change, readOnly, content, locale }: Props) {
  const { t } = useTranslation("rating");
  const schedules = schedulesOf(content);
  const schedule = schedules.find(({ name }) => name === charge.schedule);
  const first = objectIn(charge.price);
  const mode = modeOf(charge);
  const anyPrice = (): Json => {
    if (typeof charge.price === "string" || Array.isArray(charge.price)) return charge.price as Json;
    if (mode === "series") return "0";
    return (Object.values(first)[0] as Json | undefined) ?? "0";
  };
  const choose = (next: string) => {
    const { price: _, tiers: __, schedule: ___, ...rest } = charge;
    const at0 = schedules[0];
    if (next === "one") change(at, { ...rest, price: anyPrice() } as Json);
    else if (next === "series") change(at, { ...rest, price: { series: "day-ahead" } } as Json);
    else if (next === "tiers") {
      const steps = [{ upTo: "200", price: anyPrice() }, { price: anyPrice() }];
      change(at, { ...rest, tiers: { window: "month", steps } } as Json);
    } else if (at0 !== undefined) {
      const price = Object.fromEntries(at0.periods.map((period) => [period, anyPrice()]));
      change(at, { ...rest, schedule: at0.name, price } as Json);
    }
  };
  const nameOf = (period: string) =>
    textIn(objectIn(objectIn(schedule?.content.periods)[period])[locale]) || period;
  return (
    <>
      <div className={classes.fields}>
        <Choice
          label={t("designer.pricing")}
          value={mode}
          options={[
            ["one", t("designer.onePrice")],
            ...(schedules.length === 0 ? [] : [["periods", t("designer.byPeriod")] as const]),
            ["tiers", t("designer.byTiers")],
            ...(charge.type === "energy" ? [["series", t("designer.bySeries")] as const] : []),
          ]}
          readOnly={readOnly}
          onChange={choose}
        />
        {mode === "periods" && schedules.length > 1 ? (
          <Choice
            label={t("designer.schedule")}
            value={textIn(charge.schedule)}
            options={schedules.map(({ name }) => [name, name])}
            readOnly={readOnly}
            onChange={(name) => {
              const periods = schedules.find((each) => each.name === name)?.periods ?? [];
              const price = Object.fromEntries(periods.map((each) => [each, first[each] ?? "0"]));
              change(at, { ...charge, schedule: name, price } as Json);
            }}
          />
        ) : null}
        {mode === "one" ? (
          <DatedInput
            label={t("designer.price")}
            value={charge.price}
            readOnly={readOnly}
            onChange={(price) => change(`${at}/price`, price)}
          />
        ) : null}
        {mode === "periods"
          ? schedule?.periods.map((period) => (
              <DatedInput
                key={period}
                label={nameOf(period)}
                value={first[period]}
                readOnly={readOnly}
                onChange={(price) => change(`${at}/price${step(period)}`, price)}
              />
            ))
          : null}
      </div>
      {mode === "series" ? <SeriesPrice at={at} charge={charge} change={change} readOnly={readOnly} /> : null}
      {mode === "tiers" ? (
        <TierEditor at={`${at}/tiers`} value={charge.tiers} change={change} readOnly={readOnly} />
      ) : null}
    </>
  );
}

function EnergyFields(props: Props) {
  const { t } = useTranslation("rating");
  const { at, charge, change, readOnly } = props;
  return (
    <>
      <PriceFields {...props} />
      <div className={classes.fields}>
        <TextInput
          label={t("designer.quantity")}
          value={charge.quantity}
          readOnly={readOnly}
          onChange={(name) => change(`${at}/quantity`, name)}
        />
      </div>
    </>
  );
}

const CONTRACTS: Readonly<Record<string, Json | undefined>> = {
  none: undefined,
  "2016": { floorShare: "1", within: "contract", ceilingShare: "1.05", excessFrom: "ceiling" },
  older: { floorShare: "0.95", within: "measured", ceilingShare: "1.05", excessFrom: "contract" },
};

function DemandFields(props: Props) {
  const { t } = useTranslation("rating");
  const { at, charge, change, readOnly } = props;
  const ratchet = objectIn(charge.ratchet);
  return (
    <>
      <PriceFields {...props} />
      <DatedPart value={charge.contract} at={`${at}/contract`} change={change} readOnly={readOnly}>
        {(version, own) => (
          <Choice
            label={t("designer.contract")}
            value={
              version === undefined ? "none" : objectIn(version).within === "measured" ? "older" : "2016"
            }
            options={[
              ["none", t("designer.noContract")],
              ["2016", t("designer.contract2016")],
              ["older", t("designer.contractOlder")],
            ]}
            readOnly={readOnly}
            onChange={(name) => change(own, CONTRACTS[name])}
          />
        )}
      </DatedPart>
      <div className={classes.fields}>
        <MonthDays at={at} charge={charge} change={change} readOnly={readOnly} />
        <TextInput
          label={t("designer.ratchet")}
          value={ratchet.share}
          numeric
          readOnly={readOnly}
          onChange={(share) =>
            change(`${at}/ratchet`, share === undefined ? undefined : { ...ratchet, share })
          }
        />
        <DatedInput
          label={t("designer.minimum")}
          value={charge.minimum}
          readOnly={readOnly}
          onChange={(value) => change(`${at}/minimum`, value === "" ? undefined : value)}
        />
      </div>
      <DemandExtras at={at} charge={charge} change={change} readOnly={readOnly} />
    </>
  );
}

function MonthDays({ at, charge, change, readOnly }: Pick<Props, "at" | "charge" | "change" | "readOnly">) {
  const { t } = useTranslation("rating");
  return (
    <Choice
      label={t("designer.monthDays")}
      value={textIn(charge.monthDays) || "actual"}
      options={[
        ["actual", t("designer.actualDays")],
        ["30", t("designer.thirty")],
      ]}
      readOnly={readOnly}
      onChange={(days) => change(`${at}/monthDays`, days)}
    />
  );
}

const PER = ["month", "day", "bill", "year"] as const;
const BASES = ["", "capacity", "contractDemand", "area", "meters", "persons"] as const;

function StandingFields({ at, charge, change, readOnly }: Props) {
  const { t } = useTranslation("rating");
  return (
    <div className={classes.fields}>
      <DatedInput
        label={t("designer.price")}
        value={charge.price}
        readOnly={readOnly}
        onChange={(price) => change(`${at}/price`, price)}
      />
      <Choice
        label={t("designer.basis")}
        value={textIn(charge.basis)}
        options={BASES.map((name) => [
          name,
          t(`designer.bases.${name === "" ? "none" : (name as "capacity")}`),
        ])}
        readOnly={readOnly}
        onChange={(name) => change(`${at}/basis`, name === "" ? undefined : name)}
      />
      <Choice
        label={t("designer.perTime")}
        value={textIn(charge.per)}
        options={PER.map((each) => [each, t(`designer.times.${each}`)])}
        readOnly={readOnly}
        onChange={(per) => change(`${at}/per`, per)}
      />
      <MonthDays at={at} charge={charge} change={change} readOnly={readOnly} />
      <Choice
        label={t("designer.prorate")}
        value={textIn(charge.prorate) || "day"}
        options={(["day", "none"] as const).map((each) => [each, t(`designer.prorates.${each}`)])}
        readOnly={readOnly}
        onChange={(prorate) => change(`${at}/prorate`, prorate)}
      />
      <LoadDiscount at={at} charge={charge} change={change} readOnly={readOnly} />
    </div>
  );
}

function RelativeFields({ at, charge, change, readOnly, earlier }: Props) {
  const { t } = useTranslation("rating");
  const of = Array.isArray(charge.of) ? charge.of.map(String) : [];
  const toggle = (code: string, on: boolean) =>
    change(`${at}/of`, on ? [...of, code] : of.filter((each) => each !== code));
  return (
    <>
      <fieldset className={classes.dates}>
        <legend>{t("designer.of")}</legend>
        <div className={classes.row}>
          {["*", ...earlier].map((code) => (
            <label key={code} className={classes.row}>
              <input
                type="checkbox"
                checked={of.includes(code)}
                disabled={readOnly}
                onChange={(event) => toggle(code, event.target.checked)}
              />
              {code === "*" ? t("designer.everything") : code}
            </label>
          ))}
        </div>
      </fieldset>
      <div className={classes.fields}>
        {charge.type === "power-factor" ? (
          <Choice
            label={t("designer.standard")}
            value={textIn(charge.standard)}
            options={["0.90", "0.85", "0.80", "agreement"].map((each) => [
              each,
              each === "agreement" ? t("designer.byAgreement") : each,
            ])}
            readOnly={readOnly}
            onChange={(standard) => change(`${at}/standard`, standard)}
          />
        ) : null}
        {charge.type === "percentage" ? (
          <DatedInput
            label={t("designer.percent")}
            value={charge.percent}
            readOnly={readOnly}
            onChange={(percent) => change(`${at}/percent`, percent)}
          />
        ) : null}
        {charge.type === "percentage" ? (
          <Check
            label={t("designer.included")}
            checked={charge.included === true}
            readOnly={readOnly}
            onChange={(on) => change(`${at}/included`, on)}
          />
        ) : null}
        {charge.type === "power-factor"
          ? (["active", "reactive"] as const).map((field) => (
              <TextInput
                key={field}
                label={t(`designer.powers.${field}`)}
                value={charge[field]}
                readOnly={readOnly}
                onChange={(name) => change(`${at}/${field}`, name)}
              />
            ))
          : null}
        {charge.type === "limit" ? (
          <>
            <Choice
              label={t("designer.bound")}
              value={textIn(charge.bound)}
              options={[
                ["minimum", t("designer.least")],
                ["maximum", t("designer.most")],
              ]}
              readOnly={readOnly}
              onChange={(bound) => change(`${at}/bound`, bound)}
            />
            <DatedInput
              label={t("designer.amount")}
              value={charge.amount}
              readOnly={readOnly}
              onChange={(amount) => change(`${at}/amount`, amount)}
            />
            <Choice
              label={t("designer.perTime")}
              value={textIn(charge.per)}
              options={PER.map((each) => [each, t(`designer.times.${each}`)])}
              readOnly={readOnly}
              onChange={(per) => change(`${at}/per`, per)}
            />
            <Choice
              label={t("designer.basis")}
              value={textIn(charge.basis)}
              options={BASES.map((name) => [
                name,
                t(`designer.bases.${name === "" ? "none" : (name as "capacity")}`),
              ])}
              readOnly={readOnly}
              onChange={(name) => change(`${at}/basis`, name === "" ? undefined : name)}
            />
            {charge.bound === "minimum" ? (
              <>
                <Check
                  label={t("designer.carry")}
                  checked={charge.carry !== undefined}
                  readOnly={readOnly}
                  onChange={(on) => change(`${at}/carry`, on ? {} : undefined)}
                />
                {charge.carry === undefined ? null : (
                  <IntegerInput
                    label={t("designer.expireMonths")}
                    value={objectIn(charge.carry).months}
                    readOnly={readOnly}
                    onChange={(months) => change(`${at}/carry/months`, months)}
                  />
                )}
              </>
            ) : null}
          </>
        ) : null}
      </div>
    </>
  );
}
