import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { Timeline } from "#app/components/timeline.tsx";

interface Line {
  readonly id: string;
  readonly at: string;
  readonly entry: string;
  readonly by: string;
  readonly byKind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What people and the product did about an alarm, newest first. */
export function AlarmJournal({ lines }: { readonly lines: readonly Line[] }) {
  const { t } = useTranslation("alarms");
  return (
    <Timeline
      events={lines.map((line) => ({
        id: line.id,
        at: line.at,
        title: t(`entry.${line.entry.replace("command.", "") as "raised"}`),
        by: line.byKind === "system" ? t("entry.system") : line.by,
        detail: <Detail line={line} />,
        ...(line.entry === "raised" || line.entry === "command.refused" ? { tone: "danger" as const } : {}),
        ...(line.entry === "corrected" ? { tone: "warning" as const } : {}),
      }))}
    />
  );
}

function Detail({ line: { entry, detail } }: { readonly line: Line }) {
  const { t } = useTranslation("alarms");
  const format = useFormat();
  const href = useTenantHref();
  const { note, untilMs, onSite, removed, added, caseId, template } = detail;
  const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  const words = [
    typeof untilMs === "number" ? t("entry.untilTime", { time: format.dateTime(untilMs) }) : "",
    onSite === true ? t("entry.onSite") : "",
    entry === "corrected" && count(removed) > 0 ? t("entry.removed", { count: count(removed) }) : "",
    entry === "corrected" && count(added) > 0 ? t("entry.added", { count: count(added) }) : "",
    typeof template === "string" ? template : "",
    typeof note === "string" ? note : "",
  ].filter((word) => word !== "");
  return (
    <>
      {words.join(" · ")}
      {typeof caseId === "string" ? (
        <Link to={href(`workspace/cases/${caseId}`)}>{t("entry.toCase")}</Link>
      ) : null}
    </>
  );
}
