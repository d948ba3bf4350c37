import { useTranslation } from "react-i18next";
import type { RatedSample } from "#app/services/tariff/rate-sample.ts";
import { useFormat } from "../format/use-format.ts";
import classes from "./rated-sample.module.css";

/** A billed period as it comes out now: its lines, each with its derivation, and beside them what was billed. */
export function RatedSampleView({ bill }: { readonly bill: RatedSample }) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  return (
    <div>
      <p className={classes.quiet}>
        {format.day(bill.periodStart)} – {format.day(bill.periodEnd)} ·{" "}
        {t("designer.billed", { amount: format.money(bill.billed, bill.currency) })}
      </p>
      {bill.error === null ? null : <p role="alert">{bill.error}</p>}
      {bill.lines.map((line) => (
        <details key={`${line.code} ${line.amount}`} className={classes.line}>
          <summary>
            <span>{line.label}</span>
            <span>{format.money(line.amount, bill.currency)}</span>
          </summary>
          <ul className={classes.derivation}>
            {line.derivation.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      ))}
      {bill.total === null ? null : (
        <p className={classes.total}>
          <span>{t("designer.totalLine")}</span>
          <output>{format.money(bill.total, bill.currency)}</output>
        </p>
      )}
    </div>
  );
}
