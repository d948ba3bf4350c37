import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import type { AccessEntry } from "#app/services/privacy/list-access.ts";
import { AccessDetail } from "./access-detail.tsx";

interface AccessTableProps {
  readonly caption: string;
  readonly access: readonly Pick<AccessEntry, "id" | "at" | "actorName" | "basis" | "reason" | "call">[];
}

/** Who was shown one person's data, when and why. */
export function AccessTable({ caption, access }: AccessTableProps) {
  const { t } = useTranslation("privacy");
  const format = useFormat();
  return (
    <DataTable
      caption={caption}
      rows={access}
      rowKey={({ id }) => id}
      columns={[
        { key: "at", header: t("access.at"), card: "title", cell: ({ at }) => format.dateTime(at) },
        { key: "actor", header: t("access.actor"), cell: ({ actorName }) => actorName },
        { key: "why", header: t("access.why"), cell: (entry) => <AccessDetail entry={entry} /> },
      ]}
      empty={{ title: t("access.nobodyTitle"), advice: t("access.nobodyAdvice") }}
    />
  );
}
