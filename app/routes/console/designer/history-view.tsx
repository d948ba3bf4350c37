import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Panel } from "#app/components/panel.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { Timeline, type TimelineEvent } from "#app/components/timeline.tsx";
import type { DraftItemFacts } from "#app/services/draft/show-draft-item.ts";
import classes from "./designer.module.css";

/** Who changed the item in the draft, and in which releases it changed. */
export function HistoryView({ facts }: { readonly facts: Pick<DraftItemFacts, "changes" | "releases"> }) {
  const { t } = useTranslation("designer");
  const href = useTenantHref();
  const inDraft = facts.changes.map(
    ({ personName, lastAt, since, paths }): TimelineEvent => ({
      id: `${since}${personName}`,
      at: lastAt,
      title: t("history.changed", { count: paths.length }),
      by: personName,
      detail: <span className={classes.paths}>{paths.map((path) => path || "/").join("  ")}</span>,
      tone: "info",
    }),
  );
  const released = facts.releases.map(
    ({ number, publishedAt, hash }): TimelineEvent => ({
      id: `release ${number}`,
      at: publishedAt,
      title: <Link to={href(`console/releases/${number}`)}>{t("history.release", { number })}</Link>,
      detail: <span className={classes.paths}>{hash.slice(0, 12)}</span>,
      tone: "success",
    }),
  );
  const events = [...inDraft, ...released].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Panel title={t("view.history")}>
      {events.length === 0 ? (
        <EmptyState title={t("history.emptyTitle")} advice={t("history.emptyAdvice")} />
      ) : (
        <Timeline events={events} />
      )}
    </Panel>
  );
}
