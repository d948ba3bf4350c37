import { NavLink } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { usePageRoot } from "#app/components/page-root.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import classes from "./reads.module.css";

const TABS = [
  { path: "workspace/reads", label: "tabs.points", ability: "read:read" },
  { path: "workspace/reads/findings", label: "tabs.findings", ability: "read:read" },
  { path: "workspace/reads/quarantine", label: "tabs.quarantine", ability: "read:read" },
  { path: "workspace/reads/upload", label: "tabs.upload", ability: "ingest:read" },
] as const;

/** The pages about reads, one beside the other. */
export function ReadTabs() {
  const { t } = useTranslation("reads");
  const { viewer } = usePageRoot();
  const href = useTenantHref();
  const allowed = TABS.filter(({ ability }) => viewer?.abilities.includes(ability));
  return (
    <nav className={classes.tabs} aria-label={t("tabs.label")}>
      {allowed.map(({ path, label }) => (
        <NavLink key={path} to={href(path)} end className={classes.tab ?? ""}>
          {t(label)}
        </NavLink>
      ))}
    </nav>
  );
}
