import { Checkbox } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { CodeView } from "#app/components/code-view.tsx";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import { API_SCOPES } from "#app/policies/index.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./access.module.css";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  keys: await context.caller.apiKey.list(),
  title: translator(context.locale, "access")("keys.title"),
}));

// A colon would part a namespace from a key.
const scopeKey = (scope: string) => `scope.${scope.replace(":", "-") as "read-bill"}` as const;

/** The new key, or null when one was revoked. */
type Answer = { readonly key: string } | null;

export const action = formAction<Answer>(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  if (form.get("intent") === "revoke") {
    await context.caller.apiKey.revoke({ id: String(form.get("id")) });
    return null;
  }
  const chosen = form.getAll("scopes").map(String);
  const { key } = await context.caller.apiKey.create({
    name: String(form.get("name") ?? ""),
    scopes: API_SCOPES.filter((scope) => chosen.includes(scope)),
  });
  return { key };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function ApiKeysPage() {
  const { t } = useTranslation("access");
  const abilities = usePageRoot().viewer?.abilities ?? [];
  return (
    <>
      <PageHeader title={t("keys.title")} lead={t("keys.lead")} />

      <Keys mayRevoke={abilities.includes("revoke:apiKey")} />
      {abilities.includes("create:apiKey") ? <CreateKey /> : null}
    </>
  );
}

function Keys({ mayRevoke }: { mayRevoke: boolean }) {
  const { t } = useTranslation("access");
  const { keys } = useLoaderData<typeof loader>();
  const format = useFormat();
  const fetcher = useFetcher<FormResult<Answer>>();
  useEffect(() => {
    if (fetcher.data?.ok) notifyDone(t("keys.revokedNow"));
  }, [fetcher.data, t]);
  return (
    <DataTable
      caption={t("keys.caption")}
      rows={keys}
      rowKey={(key) => key.id}
      columns={[
        {
          key: "name",
          header: t("keys.name"),
          card: "title",
          cell: (key) => (
            <>
              {key.name} <span className={classes.quiet}>{t("keys.hint", { hint: key.hint })}</span>
            </>
          ),
        },
        {
          key: "scopes",
          header: t("keys.scopes"),
          cell: (key) => key.scopes.map((scope) => t(scopeKey(scope))).join(" · "),
        },
        {
          key: "created",
          header: t("keys.created"),
          cell: (key) => t("keys.createdBy", { name: key.createdBy, time: format.dateTime(key.createdAt) }),
        },
        {
          key: "used",
          header: t("keys.usedAt"),
          cell: (key) => (key.usedAt ? format.dateTime(key.usedAt) : t("keys.neverUsed")),
        },
        {
          key: "state",
          header: t("keys.state"),
          card: "aside",
          align: "end",
          cell: (key) =>
            key.revokedAt ? (
              <StatusBadge tone="neutral">{t("keys.revoked")}</StatusBadge>
            ) : mayRevoke ? (
              <ConfirmButton
                size="xs"
                label={t("keys.revoke")}
                consequence={t("keys.revokeConsequence")}
                confirmLabel={t("keys.revoke")}
                danger
                onConfirm={() => fetcher.submit({ intent: "revoke", id: key.id }, { method: "post" })}
              />
            ) : (
              <StatusBadge tone="success">{t("keys.active")}</StatusBadge>
            ),
        },
      ]}
      empty={{ title: t("keys.emptyTitle"), advice: t("keys.emptyAdvice") }}
    />
  );
}

function CreateKey() {
  const { t } = useTranslation("access");
  const fetcher = useFetcher<FormResult<Answer>>();
  const answered = useActionData<FormResult<Answer>>();
  const result = fetcher.data ?? answered;
  const form = useServerForm({ initialValues: { name: "" }, result });
  const made = result?.ok ? result.value : null;
  return (
    <Panel title={t("keys.createTitle")}>
      {made ? (
        <div className={classes.secret} role="status">
          <p className={classes.once}>{t("keys.shownOnce")}</p>
          <CodeView value={made.key} label={t("keys.title")} />
        </div>
      ) : null}
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("keys.create")}>
        <TextField form={form} path="name" label={t("keys.name")} hint={t("keys.nameHint")} />
        <Checkbox.Group label={t("keys.scopesLabel")}>
          <div className={classes.choices}>
            {API_SCOPES.map((scope) => (
              <Checkbox key={scope} name="scopes" value={scope} label={t(scopeKey(scope))} />
            ))}
          </div>
        </Checkbox.Group>
      </ServerForm>
    </Panel>
  );
}
