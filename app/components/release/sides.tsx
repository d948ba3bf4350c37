import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../status-badge.tsx";
import classes from "./release.module.css";

interface SidesProps {
  /** `kind/key`. */
  readonly item: string;
  readonly path: string;
  readonly badge?: ReactNode;
  readonly note?: string | undefined;
  readonly sides: readonly { readonly title: string; readonly value: unknown }[];
}

/** The values of one field side by side: as it was, and as each made it. */
export function Sides({ item, path, badge, note, sides }: SidesProps) {
  const { t } = useTranslation("releases");
  return (
    <>
      <h3 className={classes.head}>
        {`${item}${path === "" ? "" : ` ${path}`}`}
        {badge === undefined ? null : <StatusBadge tone="warning">{badge}</StatusBadge>}
      </h3>
      {note === undefined ? null : <p className={classes.impact}>{note}</p>}
      <dl className={classes.sides}>
        {sides.map(({ title, value }) => (
          <div key={title} className={classes.side}>
            <dt className={classes.sideTitle}>{title}</dt>
            <dd className={classes.value}>
              {value === null
                ? t("upgrade.absent")
                : typeof value === "string"
                  ? value
                  : JSON.stringify(value, null, 2)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
