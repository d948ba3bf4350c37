import { SegmentedControl } from "@mantine/core";
import { type ComponentType, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import type { DraftItem } from "#app/components/draft/effective.ts";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormRenderer } from "#app/components/form-renderer/form-renderer.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import type { FormEnvironment, FormValue } from "#engines/forms/index.ts";
import { formSchema } from "#schema/blueprint/form/schema.ts";
import { KpiPreview } from "./kpi-preview.tsx";
import { ServicePreview } from "./service-preview.tsx";

type Eyes = "staff" | "customer";

/** What the item of the draft will look like, to staff and to customers, before anything is published. */
export function Preview({ item }: { readonly item: DraftItem }) {
  const { t } = useTranslation("designer");
  const [eyes, setEyes] = useState<Eyes>("staff");
  if (item.kind === "message")
    return (
      <Panel title={t("view.preview")} lead={t("preview.messageLead")}>
        <LoadedPreview item={item} />
      </Panel>
    );
  if (item.kind === "kpi")
    return (
      <Panel title={t("view.preview")} lead={t("preview.kpiLead")}>
        <KpiPreview item={item} />
      </Panel>
    );
  const body =
    item.kind === "form" ? (
      <FormPreview key={eyes} item={item} eyes={eyes} />
    ) : item.kind === "service" ? (
      <ServicePreview item={item} eyes={eyes} />
    ) : (
      <EmptyState title={t("preview.noneTitle")} advice={t("preview.noneAdvice")} />
    );
  return (
    <Panel
      title={t("view.preview")}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("preview.as")}
          value={eyes}
          onChange={(chosen) => setEyes(chosen as Eyes)}
          data={[
            { value: "staff", label: t("preview.staff") },
            { value: "customer", label: t("preview.customer") },
          ]}
        />
      }
    >
      {body}
    </Panel>
  );
}

/**
 * A message, by the engine that reads templates: fetched when somebody looks at one. After the page woke up, since the draft
 * comes in while it does.
 */
function LoadedPreview({ item }: { readonly item: DraftItem }) {
  const [Loaded, setLoaded] = useState<ComponentType<{ readonly item: DraftItem }>>();
  useEffect(() => {
    let gone = false;
    void import("./message-preview.tsx").then((module) => {
      if (!gone) setLoaded(() => module.default);
    });
    return () => {
      gone = true;
    };
  }, []);
  return Loaded === undefined ? null : <Loaded item={item} />;
}

/** The form itself, to be tried: nothing that is filled in here is kept. */
function FormPreview({ item, eyes }: { readonly item: DraftItem; readonly eyes: Eyes }) {
  const { t } = useTranslation("designer");
  const { frame, upper, own } = useDraft();
  const { locale, tenant } = usePageRoot();
  const [value, setValue] = useState<FormValue>({});
  const form = formSchema.safeParse(item.content);
  if (!form.success) return <EmptyState title={t("preview.wrongTitle")} advice={t("preview.wrongAdvice")} />;
  const now = new Date();
  const environment: FormEnvironment = {
    context: {
      today: now.toLocaleDateString("sv-SE", { timeZone: tenant?.timezone ?? "Asia/Shanghai" }),
      now: now.toISOString(),
      personName: frame.person.name,
    },
    roles: eyes === "customer" ? ["customer"] : STAFF_ROLES,
    codeLists: codeLists([...upper, ...own]),
  };
  return (
    <div lang={locale}>
      <FormRenderer
        form={form.data}
        value={value}
        onChange={setValue}
        mode="edit"
        environment={environment}
      />
    </div>
  );
}

/** The code lists of the draft, for choices that name one. */
function codeLists(
  contents: readonly (readonly [string, unknown])[],
): NonNullable<FormEnvironment["codeLists"]> {
  return Object.fromEntries(
    contents.flatMap(([name, content]) => {
      const { codes } = content as { codes?: unknown };
      return name.startsWith("codelist/") && Array.isArray(codes)
        ? [[name.slice("codelist/".length), codes]]
        : [];
    }),
  );
}
