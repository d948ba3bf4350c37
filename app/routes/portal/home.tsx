import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot, useTenant } from "#app/components/page-root.ts";

export default function PortalHome() {
  const { t } = useTranslation("home");
  const tenant = useTenant();
  const { locale } = usePageRoot();
  return (
    <>
      <PageHeader title={t("portal.title")} lead={tenant.name[locale]} />
      <EmptyState title={t("portal.emptyTitle")} advice={t("portal.emptyAdvice")} />
    </>
  );
}
