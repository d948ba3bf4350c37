import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import { STYLE_MENU } from "#app/components/shell/menus/style.ts";
import { TopShell } from "#app/components/shell/top-shell.tsx";
import { DataParts } from "./data-parts.tsx";
import { DrawingParts } from "./drawing-parts.tsx";
import { FormParts } from "./form-parts.tsx";
import { SAMPLE_FORM, SAMPLE_VALUE } from "./form-sample.server.ts";
import { RendererParts } from "./renderer-parts.tsx";
import { WordParts } from "./word-parts.tsx";

export const meta: MetaFunction = () => [{ title: "Style – Manifold" }];

export const loader = () => ({ form: SAMPLE_FORM, sample: SAMPLE_VALUE });

/** Every building block in each of its states. Looked at, and checked by a browser test, in both languages, light and dark. */
export default function Style() {
  const { t } = useTranslation("style");
  const { form, sample } = useLoaderData<typeof loader>();
  return (
    <TopShell home="/" menu={STYLE_MENU}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <WordParts />
      <DataParts />
      <FormParts />
      <RendererParts form={form} sample={sample} />
      <DrawingParts />
    </TopShell>
  );
}
