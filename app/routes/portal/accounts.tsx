import { Button, NativeSelect } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { ChoiceField, TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { tenantPath } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { CUSTOMER_ACCESS, type CustomerAccess } from "#app/policies/customer-access.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./accounts.module.css";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const { ownAccount, accountShare } = context.caller;
  const mayShare = context.permissions.includes("manage:accountShare");
  const [accounts, received, shares] = await Promise.all([
    ownAccount.list(),
    ownAccount.listInvitations(),
    mayShare ? accountShare.list() : null,
  ]);
  return { accounts, received, shares, title: translator(context.locale, "auth")("accounts.title") };
});

const accessOf = (value: unknown): CustomerAccess =>
  CUSTOMER_ACCESS.find((access) => access === value) ?? "viewer";

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? "");
  const { ownAccount, accountShare } = context.caller;
  switch (text("intent")) {
    case "switch":
      await ownAccount.switch({ customerId: text("customerId") });
      throw redirect(tenantPath(context.tenant?.base ?? "", "portal"));
    case "answer":
      await ownAccount.answerInvitation({ id: text("id"), accept: text("accept") === "yes" });
      return text("accept") === "yes" ? "accepted" : "declined";
    case "invite":
      await accountShare.invite({ phone: text("phone"), access: accessOf(text("access")) });
      return "invited";
    case "revoke":
      await accountShare.revokeInvitation({ id: text("id") });
      return "revoked";
    case "access":
      await accountShare.setAccess({ personId: text("personId"), access: accessOf(text("access")) });
      return "changed";
    default:
      await accountShare.setAccess({ personId: text("personId"), access: null });
      return "removed";
  }
});

type Done = "accepted" | "declined" | "invited" | "revoked" | "changed" | "removed";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** One button's or form's way to the server; says when it is done, and gives what was refused. */
function useDeed() {
  const { t } = useTranslation("auth");
  const fetcher = useFetcher<FormResult<Done>>();
  const { data } = fetcher;
  useEffect(() => {
    if (data?.ok) notifyDone(t(`accounts.${data.value}`));
  }, [data, t]);
  const submit = (fields: Record<string, string>) => fetcher.submit(fields, { method: "post" });
  return { fetcher, submit, refusal: data && !data.ok ? data.fault.message : undefined };
}

export default function AccountsPage() {
  const { t } = useTranslation("auth");
  const { shares } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={t("accounts.title")} lead={t("accounts.lead")} />
      <Received />
      <Accounts />
      {shares ? (
        <>
          <People />
          <Invite />
        </>
      ) : null}
    </>
  );
}

function Received() {
  const { t } = useTranslation("auth");
  const { received } = useLoaderData<typeof loader>();
  const format = useFormat();
  const { submit, refusal } = useDeed();
  if (received.length === 0) return null;
  return (
    <Panel title={t("accounts.receivedTitle")}>
      <Refusal message={refusal} />
      <ul className={classes.list}>
        {received.map(({ id, invitedBy, access, expiresAt }) => (
          <li key={id} className={classes.item}>
            <div>
              <p className={classes.name}>
                {t("accounts.receivedFrom", { name: invitedBy, access: t(`access.${access}`) })}
              </p>
              <p className={classes.facts}>{t("accounts.until", { time: format.dateTime(expiresAt) })}</p>
            </div>
            <div className={classes.buttons}>
              <Button size="xs" onClick={() => submit({ intent: "answer", id, accept: "yes" })}>
                {t("accounts.accept")}
              </Button>
              <Button
                size="xs"
                variant="default"
                onClick={() => submit({ intent: "answer", id, accept: "no" })}
              >
                {t("accounts.decline")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Accounts() {
  const { t } = useTranslation("auth");
  const { accounts } = useLoaderData<typeof loader>();
  const { submit, refusal } = useDeed();
  return (
    <Panel title={t("accounts.ownTitle")} lead={t("accounts.ownLead")}>
      <Refusal message={refusal} />
      <ul className={classes.list}>
        {accounts.map(({ customerId, number, name, access, current }) => (
          <li key={customerId} className={classes.item}>
            <div>
              <p className={classes.name}>{name}</p>
              <p className={classes.facts}>
                {t("accounts.number", { number })} · {t(`access.${access}`)}
              </p>
            </div>
            {current ? (
              <StatusBadge tone="accent">{t("accounts.current")}</StatusBadge>
            ) : (
              <Button
                size="xs"
                variant="default"
                aria-label={t("accounts.switchTo", { number })}
                onClick={() => submit({ intent: "switch", customerId })}
              >
                {t("accounts.switch")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function People() {
  const { t } = useTranslation("auth");
  const { shares } = useLoaderData<typeof loader>();
  const { viewer } = usePageRoot();
  const format = useFormat();
  const { submit, refusal } = useDeed();
  return (
    <Panel title={t("accounts.peopleTitle")} lead={t("accounts.peopleLead")}>
      <Refusal message={refusal} />
      <ul className={classes.list}>
        {shares?.people.map(({ personId, name, phone, access, since, self }) => (
          <li key={personId} className={classes.item}>
            <div>
              <p className={classes.name}>
                {self ? t("accounts.self", { name: viewer?.displayName ?? name }) : name}
              </p>
              <p className={classes.facts}>
                {[phone, t("accounts.since", { time: format.dateTime(since) })].filter(Boolean).join(" · ")}
              </p>
            </div>
            {self ? (
              <StatusBadge tone="neutral">{t(`access.${access}`)}</StatusBadge>
            ) : (
              <div className={classes.buttons}>
                <NativeSelect
                  size="xs"
                  aria-label={t("accounts.accessOf", { name })}
                  value={access}
                  onChange={(event) =>
                    submit({ intent: "access", personId, access: event.currentTarget.value })
                  }
                  data={CUSTOMER_ACCESS.map((value) => ({ value, label: t(`access.${value}`) }))}
                />
                <ConfirmButton
                  size="xs"
                  danger
                  label={t("accounts.remove")}
                  consequence={t("accounts.removeConsequence", { name })}
                  confirmLabel={t("accounts.remove")}
                  onConfirm={() => submit({ intent: "remove", personId })}
                />
              </div>
            )}
          </li>
        ))}
        {shares?.invitations.map(({ id, phone, access, expiresAt }) => (
          <li key={id} className={classes.item}>
            <div>
              <p className={classes.name}>{phone}</p>
              <p className={classes.facts}>
                {t("accounts.invitedAs", { access: t(`access.${access}`) })} ·{" "}
                {t("accounts.until", { time: format.dateTime(expiresAt) })}
              </p>
            </div>
            <Button
              size="xs"
              variant="default"
              aria-label={t("accounts.revokeFor", { phone })}
              onClick={() => submit({ intent: "revoke", id })}
            >
              {t("accounts.revoke")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Invite() {
  const { t } = useTranslation("auth");
  const { fetcher } = useDeed();
  const form = useServerForm({
    initialValues: { phone: "", access: "viewer" },
    validate: { phone: (value: string) => (value.trim() === "" ? t("signIn.required") : null) },
    result: fetcher.data,
  });
  const { reset } = form;
  const done = fetcher.data?.ok === true;
  useEffect(() => {
    if (done) reset();
  }, [done, reset]);
  return (
    <Panel title={t("accounts.inviteTitle")} lead={t("accounts.inviteLead")}>
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("accounts.invite")}>
        <input type="hidden" name="intent" value="invite" />
        <TextField form={form} path="phone" type="tel" autoComplete="off" label={t("accounts.phone")} />
        <ChoiceField
          form={form}
          path="access"
          label={t("accounts.access")}
          hint={t("accounts.accessHint")}
          options={CUSTOMER_ACCESS.map((value) => ({ value, label: t(`access.${value}`) }))}
        />
      </ServerForm>
    </Panel>
  );
}

function Refusal({ message }: { message: string | undefined }) {
  return message === undefined ? null : (
    <p role="alert" className={classes.refusal}>
      {message}
    </p>
  );
}
