import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";

export default function MarketHome() {
  const { t } = useTranslation("home");
  return (
    <>
      <PageHeader title={t("market.title")} lead={t("market.lead")} />
      <EmptyState title={t("market.emptyTitle")} advice={t("market.emptyAdvice")} />
    </>
  );
}
