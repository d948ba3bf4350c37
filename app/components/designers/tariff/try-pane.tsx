import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Panel } from "#app/components/panel.tsx";
import { RatedSampleView } from "#app/components/rating/rated-sample.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import type { TriedTariff } from "#app/services/tariff/try-tariff.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import type { Json } from "#schema/blueprint/item.ts";
import type { Trial } from "../../use-tried.ts";
import classes from "./designer.module.css";

interface Props {
  readonly trial: Trial<TriedTariff>;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly agreementId: string | undefined;
  readonly onChoose: (agreementId: string | undefined) => void;
  readonly onKeep: (example: Json) => void;
  readonly readOnly: boolean;
  readonly locale: Locale;
}

/** The last bill of a chosen customer by the tariff as it stands, and the laws that it keeps. */
export function TryPane({ trial, search, onSearch, agreementId, onChoose, onKeep, readOnly, locale }: Props) {
  const { t } = useTranslation("rating");
  const { tried, fault } = trial;
  return (
    <>
      <Panel title={t("designer.tryTitle")} lead={t("designer.tryLead")}>
        <div className={classes.section} aria-busy={trial.busy}>
          <div className={classes.fields}>
            <label className={classes.field}>
              <span>{t("designer.searchCustomer")}</span>
              <input
                type="search"
                className={classes.input}
                value={search}
                onChange={(event) => {
                  onSearch(event.target.value);
                  onChoose(undefined);
                }}
              />
            </label>
            <label className={classes.field}>
              <span>{t("designer.customer")}</span>
              <select
                className={classes.input}
                value={agreementId ?? tried?.samples[0]?.agreementId ?? ""}
                onChange={(event) => onChoose(event.target.value)}
              >
                {(tried?.samples ?? []).map((sample) => (
                  <option key={sample.agreementId} value={sample.agreementId}>
                    {sample.customerName} {sample.agreementNumber} · {sample.usage} {sample.usageUnit}
                  </option>
                ))}
              </select>
            </label>
          </div>
          {fault === undefined ? null : <p role="alert">{fault}</p>}
          {tried === undefined ? null : tried.bill === null ? (
            <p className={classes.quiet}>
              {tried.samples.length === 0 ? t("designer.noSample") : t("designer.notYet")}
            </p>
          ) : (
            <RatedSampleView bill={tried.bill} />
          )}
          {readOnly || tried?.example == null ? null : (
            <Button size="xs" variant="default" onClick={() => onKeep(tried.example as unknown as Json)}>
              {t("designer.keepExample")}
            </Button>
          )}
        </div>
      </Panel>
      <Panel title={t("designer.lawsTitle")} lead={t("designer.lawsLead")}>
        <ul className={classes.laws}>
          {(tried?.invariants ?? []).map(({ key, label, state }) => (
            <li key={key}>
              <StatusBadge tone={state === "holds" ? "success" : state === "broken" ? "danger" : "neutral"}>
                {t(`designer.states.${state}`)}
              </StatusBadge>
              {label[locale]}
            </li>
          ))}
        </ul>
        {tried !== undefined && tried.invariants.length === 0 ? (
          <p className={classes.quiet}>{t("designer.notYet")}</p>
        ) : null}
      </Panel>
    </>
  );
}
