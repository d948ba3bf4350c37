import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "#app/components/panel.tsx";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { SchemaForm } from "../form/schema-form.tsx";
import { CommonExtras } from "./charge-extras.tsx";
import { ChargeFields } from "./charge-fields.tsx";
import { listIn, objectIn, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { type PartProps, Problems, TextInput } from "./inputs.tsx";

const TYPES = ["energy", "demand", "standing", "power-factor", "percentage", "limit", "points"] as const;
type ChargeType = (typeof TYPES)[number];

const BLANK: Readonly<Record<ChargeType, JsonObject>> = {
  energy: { price: "0" },
  demand: { price: "0", monthDays: "30" },
  standing: { basis: "capacity", price: "0", per: "month", monthDays: "30" },
  "power-factor": { of: ["*"], standard: "0.90", table: "CN-1983" },
  percentage: { of: ["*"], percent: "0" },
  limit: { of: ["*"], bound: "minimum", amount: "0", per: "month" },
  points: { earn: { perUnit: "1" }, redeem: { of: ["*"], value: "0.01" } },
};

/** The charges in the order in which they stand on the bill; later ones may stand on earlier ones. */
export function ChargesEditor(part: PartProps) {
  const { t } = useTranslation("rating");
  const { content, change, readOnly } = part;
  const charges = listIn(content.charges).map(objectIn);
  const [opened, setOpened] = useState<number>();
  const add = (type: ChargeType) => {
    const codes = new Set(charges.map(({ code }) => code));
    let code: string = type;
    for (let count = 2; codes.has(code); count++) code = `${type}-${count}`;
    const label = {
      "zh-CN": t(`designer.types.${type}`, { lng: "zh-CN" }),
      en: t(`designer.types.${type}`, { lng: "en" }),
    };
    change(`/charges/${charges.length}`, { type, code, label, ...BLANK[type] });
    setOpened(charges.length);
  };
  const move = (from: number, by: number) => {
    const next = [...charges];
    const [moved] = next.splice(from, 1);
    if (moved === undefined) return;
    next.splice(from + by, 0, moved);
    change("/charges", next as Json);
    setOpened(undefined);
  };
  return (
    <Panel title={t("designer.charges")} lead={t("designer.chargesLead")}>
      <div className={classes.section}>
        {charges.map((charge, at) => {
          const label = textIn(objectIn(charge.label)[part.locale]) || textIn(charge.code);
          return (
            <details
              // biome-ignore lint/suspicious/noArrayIndexKey: the code may be typed anew at any moment.
              key={at}
              className={classes.charge}
              open={opened === at}
              onToggle={(event) => {
                if (event.currentTarget.open) setOpened(at);
                else if (opened === at) setOpened(undefined);
              }}
            >
              <summary>
                <span className={classes.quiet}>{at + 1}</span>
                <span className={classes.grow}>{label}</span>
                <span className={classes.quiet}>
                  {(TYPES as readonly string[]).includes(textIn(charge.type))
                    ? t(`designer.types.${charge.type as ChargeType}`)
                    : textIn(charge.type)}{" "}
                  · {textIn(charge.code)}
                </span>
              </summary>
              <div className={classes.chargeBody}>
                <CommonFields {...part} at={`/charges/${at}`} charge={charge} />
                <ChargeFields
                  {...part}
                  at={`/charges/${at}`}
                  charge={charge}
                  earlier={charges.slice(0, at).map(({ code }) => textIn(code))}
                />
                <CommonExtras {...part} at={`/charges/${at}`} charge={charge} />
                <AllFields {...part} at={`/charges/${at}`} charge={charge} />
                <Problems {...part} at={`/charges/${at}`} />
                {readOnly ? null : (
                  <div className={classes.row}>
                    <Button size="xs" variant="default" disabled={at === 0} onClick={() => move(at, -1)}>
                      {t("designer.up")}
                    </Button>
                    <Button
                      size="xs"
                      variant="default"
                      disabled={at === charges.length - 1}
                      onClick={() => move(at, 1)}
                    >
                      {t("designer.down")}
                    </Button>
                    <Button size="xs" variant="subtle" onClick={() => change(`/charges/${at}`, undefined)}>
                      {t("designer.removeCharge")}
                    </Button>
                  </div>
                )}
              </div>
            </details>
          );
        })}
        {readOnly ? null : (
          <fieldset className={classes.dates}>
            <legend>{t("designer.addCharge")}</legend>
            <div className={classes.row}>
              {TYPES.map((type) => (
                <Button key={type} size="xs" variant="default" onClick={() => add(type)}>
                  {t(`designer.types.${type}`)}
                </Button>
              ))}
            </div>
          </fieldset>
        )}
      </div>
    </Panel>
  );
}

type ChargeProps = PartProps & { readonly at: string; readonly charge: JsonObject };

function CommonFields({ at, charge, change, readOnly }: ChargeProps) {
  const { t } = useTranslation("rating");
  const label = objectIn(charge.label);
  const text = (field: string, value: Json | undefined, name: string, type: "text" | "date" = "text") => (
    <TextInput
      label={name}
      value={value}
      type={type}
      readOnly={readOnly}
      onChange={(next) => change(`${at}/${field}`, next)}
    />
  );
  return (
    <div className={classes.fields}>
      {text("label/zh-CN", label["zh-CN"], t("designer.labelZh"))}
      {text("label/en", label.en, t("designer.labelEn"))}
      {text("code", charge.code, t("designer.code"))}
      {text("when", charge.when, t("designer.when"))}
      {text("from", charge.from, t("designer.inForceFrom"), "date")}
      {text("until", charge.until, t("designer.inForceUntil"), "date")}
    </div>
  );
}

/** Every field that the schema knows of the charge, also the rare ones that have no place above. */
function AllFields({ at, charge: _, ...part }: ChargeProps) {
  const { t } = useTranslation("rating");
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className={classes.quiet}>{t("designer.allFields")}</summary>
      {opened ? <SchemaForm {...part} itemKey="" at={at} /> : null}
    </details>
  );
}
