import type { MetaFunction } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import { STYLE_MENU } from "#app/components/shell/menus/style.ts";
import { TopShell } from "#app/components/shell/top-shell.tsx";
import { DataParts } from "./data-parts.tsx";
import { DrawingParts } from "./drawing-parts.tsx";
import { FormParts } from "./form-parts.tsx";
import { WordParts } from "./word-parts.tsx";

export const meta: MetaFunction = () => [{ title: "Style – Manifold" }];

/** Every building block in each of its states. Looked at, and checked by a browser test, in both languages, light and dark. */
export default function Style() {
  const { t } = useTranslation("style");
  return (
    <TopShell home="/" menu={STYLE_MENU}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <WordParts />
      <DataParts />
      <FormParts />
      <DrawingParts />
    </TopShell>
  );
}
