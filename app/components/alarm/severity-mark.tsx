import { useTranslation } from "react-i18next";
import type { Severity } from "#engines/alarms/index.ts";
import classes from "./alarm.module.css";

/** A shape of its own for each severity: colour alone is not seen by everybody. */
const SHAPES: Readonly<Record<Severity, string>> = {
  critical: "◆",
  high: "▲",
  medium: "■",
  low: "●",
  normal: "○",
};

/** Shape, colour and word of a severity. Plain markup: lists show fifty of them. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { t } = useTranslation("alarms");
  return (
    <span className={classes.severity} data-severity={severity}>
      <span aria-hidden>{SHAPES[severity]}</span>
      {t(`severities.${severity}`)}
    </span>
  );
}
