import { useTranslation } from "react-i18next";
import type { Words } from "#engines/kernel/errors.ts";
import { usePageRoot } from "../page-root.ts";
import { StatusBadge } from "../status-badge.tsx";
import classes from "./release.module.css";

/** A conflict of an upgrade as it comes over the wire. */
export interface ShownConflict {
  readonly id: string;
  readonly reason: "changed" | "gone" | "locked" | "removed" | "taken";
  readonly item: string;
  readonly path: string;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  readonly choices: readonly ("mine" | "theirs")[];
  readonly lock: Words | null;
}

/** The three values of a field side by side: as it was above, as it is above now, and as it is here. */
export function ConflictSides({ conflict }: { readonly conflict: ShownConflict }) {
  const { t } = useTranslation("releases");
  const { locale } = usePageRoot();
  const { reason, item, path, base, theirs, mine, lock } = conflict;
  return (
    <>
      <h3 className={classes.head}>
        {`${item}${path === "" ? "" : ` ${path}`}`}
        <StatusBadge tone="warning">{t(`upgrade.reason.${reason}`)}</StatusBadge>
      </h3>
      {lock === null ? null : <p className={classes.impact}>{lock[locale]}</p>}
      <dl className={classes.sides}>
        <Side title={t("upgrade.base")} value={base} />
        <Side title={t("upgrade.theirs")} value={theirs} />
        <Side title={t("upgrade.mine")} value={mine} />
      </dl>
    </>
  );
}

function Side({ title, value }: { readonly title: string; readonly value: unknown }) {
  const { t } = useTranslation("releases");
  const shown = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <div className={classes.side}>
      <dt className={classes.sideTitle}>{title}</dt>
      <dd className={classes.value}>{value === null ? t("upgrade.absent") : shown}</dd>
    </div>
  );
}
