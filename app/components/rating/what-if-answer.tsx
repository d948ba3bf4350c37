import { useTranslation } from "react-i18next";
import type { WhatIf, WhatIfTariff } from "#app/services/what-if/compare-tariffs.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { UsageBars } from "../chart/usage-bars.tsx";
import { useFormat } from "../format/use-format.ts";
import { Panel } from "../panel.tsx";
import { StatusBadge } from "../status-badge.tsx";
import { DataTable } from "../table/data-table.tsx";
import classes from "./what-if.module.css";

/** What the customer would have paid by each tariff, month by month, and how the latest month comes about. */
export function WhatIfAnswer({ answer }: { readonly answer: WhatIf }) {
  const { t } = useTranslation("rating");
  return (
    <>
      <Tariffs answer={answer} />
      {answer.tariffs
        .filter(({ total }) => total !== null)
        .map((tariff) => (
          <Months key={tariff.key} tariff={tariff} answer={answer} />
        ))}
      <p className={classes.note}>{t("whatIf.note")}</p>
    </>
  );
}

function Tariffs({ answer }: { readonly answer: WhatIf }) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  const own = answer.tariffs.find((tariff) => tariff.own)?.total;
  const against = (tariff: WhatIfTariff) => {
    if (own == null || tariff.shifted === null) return "–";
    const change = Decimal.parse(tariff.shifted).minus(Decimal.parse(own));
    if (change.isZero) return <StatusBadge tone="neutral">{t("whatIf.same")}</StatusBadge>;
    const amount = format.money(change.abs().toString(), answer.currency);
    return change.isNegative ? (
      <StatusBadge tone="success">{t("whatIf.saves", { amount })}</StatusBadge>
    ) : (
      <StatusBadge tone="warning">{t("whatIf.costs", { amount })}</StatusBadge>
    );
  };
  return (
    <Panel title={t("whatIf.caption")} flush>
      <DataTable
        caption={t("whatIf.caption")}
        rows={answer.tariffs}
        rowKey={(tariff) => tariff.key}
        columns={[
          {
            key: "tariff",
            header: t("whatIf.tariff"),
            cell: (tariff) => (
              <>
                {tariff.label}
                {tariff.own ? ` · ${t("whatIf.own")}` : ""}
                {tariff.reason === null ? null : (
                  <span className={classes.note}> {t("whatIf.cannot", { reason: tariff.reason })}</span>
                )}
              </>
            ),
            card: "title",
          },
          {
            key: "total",
            header: t("whatIf.total"),
            align: "end",
            cell: (tariff) => (tariff.total === null ? "–" : format.money(tariff.total, answer.currency)),
          },
          {
            key: "shifted",
            header: t("whatIf.shifted"),
            align: "end",
            cell: (tariff) => (tariff.shifted === null ? "–" : format.money(tariff.shifted, answer.currency)),
          },
          { key: "difference", header: t("whatIf.difference"), align: "end", card: "aside", cell: against },
        ]}
        empty={{ title: "", advice: "" }}
      />
    </Panel>
  );
}

function Months({ tariff, answer }: { readonly tariff: WhatIfTariff; readonly answer: WhatIf }) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  return (
    <Panel title={tariff.label} lead={tariff.description}>
      <UsageBars
        title={t("whatIf.chartTitle")}
        summary={t("whatIf.chartSummary")}
        unit={answer.currency}
        names={{ value: t("whatIf.shifted"), before: t("whatIf.total") }}
        bars={tariff.months.map(({ period, total, shifted }) => ({
          label: format.month(period, "short"),
          name: format.month(period),
          value: Number(shifted),
          before: Number(total),
        }))}
      />
      <h3>{t("whatIf.linesTitle")}</h3>
      <p className={classes.note}>{t("whatIf.linesLead")}</p>
      {tariff.latest.map((line) => (
        <details key={`${line.code} ${line.amount}`} className={classes.line}>
          <summary>
            <span>{line.label}</span>
            <span className={classes.amount}>{format.money(line.amount, answer.currency)}</span>
          </summary>
          <ul className={classes.derivation}>
            {line.derivation.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      ))}
    </Panel>
  );
}
