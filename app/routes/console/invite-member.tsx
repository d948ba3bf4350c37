import { Button, Checkbox } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import type { MemberInvitation } from "#app/services/identity/links/invite-member.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./access.module.css";

/** Invites somebody by e-mail. */
export function InviteMember() {
  const { t } = useTranslation("access");
  const fetcher = useFetcher<FormResult<string>>();
  const form = useServerForm({ initialValues: { email: "", name: "" }, result: fetcher.data });
  const { reset } = form;
  const done = fetcher.data?.ok === true;
  useEffect(() => {
    if (!done) return;
    reset();
    notifyDone(t("invite.sent"));
  }, [done, reset, t]);
  return (
    <Panel title={t("invite.title")} lead={t("invite.lead")}>
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("invite.send")}>
        <input type="hidden" name="intent" value="invite" />
        <TextField form={form} path="email" type="email" label={t("invite.email")} autoComplete="off" />
        <TextField form={form} path="name" label={t("members.name")} autoComplete="off" />
        <Checkbox.Group label={t("members.roles")}>
          <div className={classes.roles}>
            {STAFF_ROLES.map((role) => (
              <Checkbox key={role} name="role" value={role} label={t(`role.${role}`)} />
            ))}
          </div>
        </Checkbox.Group>
      </ServerForm>
    </Panel>
  );
}

/** Invitations that nobody has taken yet. */
export function Invitations({
  invitations,
  mayChange,
}: {
  invitations: readonly MemberInvitation[];
  mayChange: boolean;
}) {
  const { t } = useTranslation("access");
  const format = useFormat();
  const fetcher = useFetcher<FormResult<string>>();
  const { data } = fetcher;
  useEffect(() => {
    if (data?.ok) notifyDone(t(data.value === "resent" ? "invite.sent" : "invite.revoked"));
  }, [data, t]);
  if (invitations.length === 0) return null;
  const submit = (intent: string, id: string) => fetcher.submit({ intent, id }, { method: "post" });
  return (
    <Panel title={t("invite.openTitle")} flush>
      {data && !data.ok ? (
        <p role="alert" className={classes.refusal}>
          {data.fault.message}
        </p>
      ) : null}
      <DataTable
        caption={t("invite.openTitle")}
        rows={invitations}
        rowKey={({ id }) => id}
        columns={[
          { key: "email", header: t("invite.email"), cell: ({ email }) => email, card: "title" },
          { key: "name", header: t("members.name"), cell: ({ name }) => name },
          {
            key: "roles",
            header: t("members.roles"),
            cell: ({ roles }) => roles.map((role) => t(`role.${role as StaffRole}`)).join(" · "),
          },
          {
            key: "expires",
            header: t("invite.until"),
            cell: ({ expired, expiresAt }) =>
              expired ? (
                <StatusBadge tone="warning">{t("invite.expired")}</StatusBadge>
              ) : (
                format.dateTime(expiresAt)
              ),
          },
          ...(mayChange
            ? [
                {
                  key: "deeds",
                  header: t("invite.deeds"),
                  align: "end" as const,
                  cell: ({ id, email }: MemberInvitation) => (
                    <span className={classes.deeds}>
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={t("invite.resendTo", { email })}
                        onClick={() => submit("resend", id)}
                      >
                        {t("invite.resend")}
                      </Button>
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={t("invite.revokeFor", { email })}
                        onClick={() => submit("revoke", id)}
                      >
                        {t("invite.revoke")}
                      </Button>
                    </span>
                  ),
                },
              ]
            : []),
        ]}
        empty={{ title: t("invite.openTitle"), advice: t("invite.lead") }}
      />
    </Panel>
  );
}
