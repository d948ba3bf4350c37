import { useTranslation } from "react-i18next";
import type { Problem } from "#schema/blueprint/problem.ts";
import { usePageRoot } from "../page-root.ts";
import { StatusBadge } from "../status-badge.tsx";
import classes from "./release.module.css";

/** What is wrong with a set of items: what, where, and what to do about it. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation("releases");
  const { locale } = usePageRoot();
  return (
    <ul className={classes.list}>
      {problems.map(({ item, path, code, message, remedy, severity }) => (
        <li key={`${item}${path}${code}${message.en}`} className={classes.item}>
          <p className={classes.head}>
            <StatusBadge tone={severity === "error" ? "danger" : "warning"}>
              {t(`problem.${severity}`)}
            </StatusBadge>
            <span className={classes.quiet}>{path === "/" ? item : `${item} ${path}`}</span>
          </p>
          <p className={classes.message}>{message[locale]}</p>
          {remedy[locale] === "" ? null : (
            <p className={classes.impact}>{t("problem.remedy", { remedy: remedy[locale] })}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
