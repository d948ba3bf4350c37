import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { Panel } from "#app/components/panel.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { Timeline, type TimelineEvent } from "#app/components/timeline.tsx";
import type { DraftItemFacts } from "#app/services/draft/show-draft-item.ts";
import { itemName } from "#schema/blueprint/item.ts";
import classes from "./designer.module.css";

type Facts = Pick<DraftItemFacts, "inForce" | "changes" | "releases">;

/** What is in force of the item, who changed it in the draft, and in which releases it changed. */
export function HistoryView({ facts }: { readonly facts: Facts }) {
  return (
    <>
      {facts.inForce === null ? null : <InForce item={facts.inForce} />}
      <Changes facts={facts} />
    </>
  );
}

/** Which release holds it, from where it comes, on what it rests, what it mentions. */
function InForce({ item }: { readonly item: NonNullable<Facts["inForce"]> }) {
  const { t } = useTranslation("designer");
  const href = useTenantHref();
  const format = useFormat();
  const { release, origin, hash, sources, references } = item;
  return (
    <Panel title={t("inForce.title")}>
      <KeyValue
        items={[
          {
            label: t("inForce.release"),
            value: <Link to={href(`console/releases/${release}`)}>{release}</Link>,
          },
          { label: t("inForce.origin"), value: t(`origin.${origin}`) },
          { label: t("inForce.hash"), value: <code>{hash.slice(0, 12)}</code> },
          ...(sources.length === 0
            ? []
            : [
                {
                  label: t("inForce.sources"),
                  value: (
                    <ul className={classes.plainList}>
                      {sources.map(({ title, url, date }) => (
                        <li key={title}>
                          {url ? (
                            <a href={url} rel="noreferrer" target="_blank">
                              {title}
                            </a>
                          ) : (
                            title
                          )}
                          {date ? ` (${format.day(date)})` : ""}
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]),
          ...(references.length === 0
            ? []
            : [
                {
                  label: t("inForce.references"),
                  value: (
                    <ul className={classes.plainList}>
                      {[...new Set(references.map(itemName))].map((name) => (
                        <li key={name}>
                          <Link to={href(`console/designer/${name}`)}>{name}</Link>
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]),
        ]}
      />
    </Panel>
  );
}

function Changes({ facts }: { readonly facts: Pick<Facts, "changes" | "releases"> }) {
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
