import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot, useTenant } from "#app/components/page-root.ts";

export default function ConsoleHome() {
  const { t } = useTranslation("home");
  const tenant = useTenant();
  const { locale } = usePageRoot();
  return (
    <>
      <PageHeader title={t("console.title")} lead={tenant.name[locale]} />
      <EmptyState title={t("console.emptyTitle")} advice={t("console.emptyAdvice")} />
    </>
  );
}
