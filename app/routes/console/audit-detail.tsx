import { useTranslation } from "react-i18next";
import classes from "./access.module.css";

export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly actorKind: string;
  readonly actorName: string;
  readonly action: string;
  readonly noun: string;
  readonly nounId: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly requestId: string | null;
  readonly ip: string | null;
}

export interface FieldChange {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs between two states, field by field; a field that stayed as it was is left out. */
export function changesOf({ before, after }: Pick<AuditRow, "before" | "after">): FieldChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .map((field) => ({ field, before: textOf(before?.[field]), after: textOf(after?.[field]) }))
    .filter((change) => change.before !== change.after);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The change of one entry, and where it came from. Opens without scripts. */
export function AuditDetail({ entry }: { entry: AuditRow }) {
  const { t } = useTranslation("access");
  const changes = changesOf(entry);
  return (
    <details>
      <summary className={classes.summary}>
        {changes.length === 0 ? t("audit.detail") : changes.map(({ field }) => field).join(" · ")}
      </summary>
      {changes.length === 0 ? (
        <p className={classes.quiet}>{t("audit.noChange")}</p>
      ) : (
        <table className={classes.diff}>
          <thead>
            <tr>
              <th scope="col">{t("audit.field")}</th>
              <th scope="col">{t("audit.before")}</th>
              <th scope="col">{t("audit.after")}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td className={classes.removed}>{before ?? ""}</td>
                <td className={classes.added}>{after ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.quiet}>
        {[
          `${t("audit.id")} ${entry.nounId}`,
          entry.ip && `${t("audit.ip")} ${entry.ip}`,
          entry.requestId && `${t("audit.requestId")} ${entry.requestId}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </details>
  );
}
