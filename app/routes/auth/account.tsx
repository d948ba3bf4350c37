import { Button } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { MAIN_ID } from "#app/components/shell/skip-link.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { deviceOf } from "#app/services/identity/device.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./account.module.css";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const { caller, session } = context;
  const [sessions, factor, memberships] = await Promise.all([
    caller.session.listOwn(),
    caller.secondFactor.show(),
    session?.kind === "staff" ? caller.session.listOwnMemberships() : [],
  ]);
  const back = session?.kind === "staff" ? "workspace" : "portal";
  return { sessions, factor, memberships, back, title: translator(context.locale, "auth")("account.title") };
});

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? "");
  switch (text("intent")) {
    case "password":
      return context.caller.session.changeOwnPassword({ current: text("current"), next: text("next") });
    case "end":
      return context.caller.session.endOwn({ which: { id: text("id") } });
    default:
      return context.caller.session.endOwn({ which: "others" });
  }
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function AccountPage() {
  const { t } = useTranslation("auth");
  const { back } = useLoaderData<typeof loader>();
  const { viewer } = usePageRoot();
  const href = useTenantHref();
  return (
    <main id={MAIN_ID} className={classes.page}>
      <PageHeader
        title={t("account.title")}
        lead={viewer?.displayName}
        back={{ to: href(back), label: t("account.back") }}
      />
      <Sessions />
      <SecondFactor />
      <ChangePassword />
      <Memberships />
    </main>
  );
}

function Sessions() {
  const { t } = useTranslation("auth");
  const { sessions } = useLoaderData<typeof loader>();
  const format = useFormat();
  const fetcher = useFetcher();
  const end = (fields: Record<string, string>) => fetcher.submit(fields, { method: "post" });
  return (
    <Panel
      title={t("account.sessionsTitle")}
      lead={t("account.sessionsLead")}
      actions={
        sessions.length > 1 ? (
          <Button
            variant="default"
            size="xs"
            loading={fetcher.state !== "idle"}
            onClick={() => end({ intent: "end-others" })}
          >
            {t("account.endOthers")}
          </Button>
        ) : null
      }
    >
      <ul className={classes.list}>
        {sessions.map((session) => (
          <li key={session.id} className={classes.item}>
            <div>
              <p className={classes.device}>{deviceOf(session.agent)}</p>
              <p className={classes.facts}>
                {[
                  t("account.lastSeen", { time: format.dateTime(session.seenAt) }),
                  t("account.since", { time: format.dateTime(session.createdAt) }),
                  session.ip ? t("account.address", { ip: session.ip }) : "",
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            {session.current ? (
              <StatusBadge tone="accent">{t("account.thisDevice")}</StatusBadge>
            ) : (
              <Button variant="default" size="xs" onClick={() => end({ intent: "end", id: session.id })}>
                {t("account.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function SecondFactor() {
  const { t } = useTranslation("auth");
  const { factor } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <Panel
      title={t("factor.title")}
      lead={t("factor.lead")}
      actions={
        <Button component={Link} to={href("auth/account/second-factor")} variant="default" size="xs">
          {t("factor.manage")}
        </Button>
      }
    >
      <p className={classes.state}>
        <StatusBadge tone={factor.since ? "success" : "neutral"}>
          {t(factor.since ? "factor.on" : "factor.off")}
        </StatusBadge>
        {factor.since ? (
          <span className={classes.facts}>
            {t("factor.since", { time: format.dateTime(factor.since) })}
            {" · "}
            {t("factor.codesLeft", { count: factor.recoveryCodesLeft })}
          </span>
        ) : null}
      </p>
    </Panel>
  );
}

function ChangePassword() {
  const { t } = useTranslation("auth");
  const fetcher = useFetcher<FormResult<unknown>>();
  const answered = useActionData<FormResult<unknown>>();
  const result = fetcher.data ?? answered;
  const form = useServerForm({ initialValues: { current: "", next: "" }, result });
  const { reset } = form;
  const done = fetcher.state === "idle" && fetcher.data?.ok === true;
  useEffect(() => {
    if (!done) return;
    reset();
    notifyDone(t("account.changed"));
  }, [done, reset, t]);
  return (
    <Panel title={t("account.passwordTitle")} lead={t("account.passwordLead")}>
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("account.change")}>
        <input type="hidden" name="intent" value="password" />
        <PasswordField
          form={form}
          path="current"
          label={t("account.current")}
          autoComplete="current-password"
        />
        <PasswordField
          form={form}
          path="next"
          label={t("account.next")}
          hint={t("account.nextHint")}
          autoComplete="new-password"
        />
      </ServerForm>
    </Panel>
  );
}

function Memberships() {
  const { t } = useTranslation("auth");
  const { t: roles } = useTranslation("access");
  const { memberships } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  if (memberships.length < 2) return null;
  return (
    <Panel title={t("account.membershipsTitle")} lead={t("account.membershipsLead")}>
      <ul className={classes.list}>
        {memberships.map((membership) => (
          <li key={membership.slug} className={classes.item}>
            <div>
              <p className={classes.device}>
                <Link to={`/t/${membership.slug}/workspace`}>{membership.name[locale]}</Link>
              </p>
              <p className={classes.facts}>
                {membership.roles.map((role) => roles(`role.${role as StaffRole}`)).join(" · ")}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
