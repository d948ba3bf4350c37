import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import type { Consent } from "#app/services/privacy/consents.ts";

/** Each answer of a customer, the newest first: to what, in which words, when, by whom. */
export function ConsentTable({ consents }: { readonly consents: readonly Consent[] }) {
  const { t } = useTranslation("privacy");
  const format = useFormat();
  return (
    <DataTable
      caption={t("consent.history")}
      rows={consents}
      rowKey={({ id }) => id}
      columns={[
        { key: "at", header: t("access.at"), card: "title", cell: ({ at }) => format.dateTime(at) },
        {
          key: "purpose",
          header: t("consent.purpose"),
          cell: ({ purpose }) => t(`purpose.${purpose}.title`),
        },
        { key: "version", header: t("consent.version"), cell: ({ version }) => version },
        { key: "by", header: t("access.actor"), cell: ({ actorName }) => actorName },
        {
          key: "given",
          header: t("consent.answer"),
          card: "aside",
          cell: ({ given }) => t(given ? "consent.given" : "consent.taken"),
        },
      ]}
      empty={{ title: t("consent.emptyTitle"), advice: t("consent.emptyAdvice") }}
    />
  );
}
