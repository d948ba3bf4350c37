import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { partsOfName } from "#schema/blueprint/item.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import classes from "./designer.module.css";

/** What is wrong, where, and what to do about it; each leads to its field. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation("designer");
  const { locale } = usePageRoot();
  const href = useTenantHref();
  if (problems.length === 0) return null;
  return (
    <Panel title={t("problems.title", { count: problems.length })}>
      <ul className={classes.problems}>
        {problems.map(({ item, path, message, remedy, severity }) => {
          const [kind, key] = targetOf(item);
          return (
            <li key={`${item}${path}${message.en}`} className={classes.problem}>
              <StatusBadge tone={severity === "error" ? "danger" : "warning"}>
                {t(`severity.${severity}`)}
              </StatusBadge>
              <div>
                <p>{message[locale]}</p>
                {remedy[locale] ? <p className={classes.quiet}>{remedy[locale]}</p> : null}
                <Link
                  to={`${href(`console/designer/${kind}/${key}`)}?field=${encodeURIComponent(path)}`}
                  className={classes.place}
                >
                  {item} {path}
                </Link>
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

/** A problem of an override is mended in the item that it overrides. */
function targetOf(item: string): [string, string] {
  const { kind, key } = partsOfName(item);
  const dot = key.indexOf(".");
  return kind === "override" && dot > 0 ? [key.slice(0, dot), key.slice(dot + 1)] : [kind, key];
}
