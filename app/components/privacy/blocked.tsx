import { useTranslation } from "react-i18next";
import { usePageRoot } from "#app/components/page-root.ts";
import { type Blocker, blockerWords } from "#app/services/privacy/erasure-states.ts";
import classes from "./privacy.module.css";

/** What stands in the way of an erasure; nothing where nothing does. */
export function Blocked({ blockers }: { readonly blockers: readonly Blocker[] }) {
  const { t } = useTranslation("privacy");
  const { locale } = usePageRoot();
  if (blockers.length === 0) return null;
  return <p className={classes.lead}>{t("erasure.blocked", { why: blockerWords(blockers)[locale] })}</p>;
}
