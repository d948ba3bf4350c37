import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import type { Words } from "#engines/kernel/errors.ts";
import classes from "./alarm.module.css";
import { SeverityMark } from "./severity-mark.tsx";

interface OwnAlarmsProps {
  readonly alarms: readonly {
    readonly id: string;
    readonly label: Words;
    readonly message: Words;
    readonly severity: "critical" | "high" | "medium" | "low" | "normal";
    readonly raisedAt: string;
    readonly address: string;
    readonly hotline: string | null;
  }[];
}

/** What a customer must know at once: what is wrong at their home, what to do, and whom to call. */
export function OwnAlarms({ alarms }: OwnAlarmsProps) {
  const { t } = useTranslation("alarms");
  const { locale } = usePageRoot();
  const format = useFormat();
  return alarms.map(({ id, label, message, severity, raisedAt, address, hotline }) => (
    <section key={id} role="alert" className={classes.own} aria-label={t("own.title")}>
      <h2>
        <SeverityMark severity={severity} /> {label[locale]}
      </h2>
      <p>{message[locale]}</p>
      <p>
        {address} · {t("own.since", { time: format.dateTime(raisedAt) })}
      </p>
      {hotline === null ? null : (
        <a className={classes.call} href={`tel:${hotline}`}>
          {t("own.call", { hotline })}
        </a>
      )}
    </section>
  ));
}
