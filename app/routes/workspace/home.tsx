import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot, useTenant } from "#app/components/page-root.ts";

export default function WorkspaceHome() {
  const { t } = useTranslation("home");
  const tenant = useTenant();
  const { locale } = usePageRoot();
  return (
    <>
      <PageHeader title={t("workspace.title")} lead={tenant.name[locale]} />
      <EmptyState title={t("workspace.emptyTitle")} advice={t("workspace.emptyAdvice")} />
    </>
  );
}
