import { Switch, TextInput } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { PasswordField, TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { notifyDone } from "#app/components/notify.tsx";
import { Panel } from "#app/components/panel.tsx";
import type { SignOnSettings as Settings } from "#app/services/identity/sign-on/provider.ts";
import type { FormResult } from "#app/web/page-fault.ts";

interface SignOnProps {
  readonly settings: Settings | null;
  /** What the provider's administrator registers. */
  readonly returnTo: string;
  readonly mayChange: boolean;
}

/** Where the staff of this utility sign on elsewhere. */
export function SignOnSettings({ settings, returnTo, mayChange }: SignOnProps) {
  const { t } = useTranslation("access");
  return (
    <Panel title={t("signOn.title")} lead={t("signOn.lead")}>
      {mayChange ? (
        <SignOnForm settings={settings} returnTo={returnTo} />
      ) : settings === null ? (
        <p>{t("signOn.none")}</p>
      ) : (
        <KeyValue
          items={[
            { label: t("signOn.name"), value: settings.name },
            { label: t("signOn.issuer"), value: settings.issuer },
            { label: t("signOn.clientId"), value: settings.clientId },
            { label: t("signOn.state"), value: t(settings.enabled ? "signOn.on" : "signOn.off") },
          ]}
        />
      )}
    </Panel>
  );
}

function SignOnForm({ settings, returnTo }: Pick<SignOnProps, "settings" | "returnTo">) {
  const { t } = useTranslation("access");
  const fetcher = useFetcher<FormResult<string>>();
  const links = useFetcher<FormResult<string>>();
  const required = (value: string) => (value.trim() === "" ? t("signOn.required") : null);
  const form = useServerForm({
    initialValues: {
      name: settings?.name ?? t("signOn.nameDefault"),
      issuer: settings?.issuer ?? "",
      clientId: settings?.clientId ?? "",
      secret: "",
    },
    validate: { name: required, issuer: required, clientId: required },
    result: fetcher.data,
  });
  const { setFieldValue } = form;
  const saved = fetcher.data?.ok === true;
  useEffect(() => {
    if (!saved) return;
    // What was typed is kept by the server now, sealed, and by nothing on this page.
    setFieldValue("secret", "");
    notifyDone(t("signOn.saved"));
  }, [saved, setFieldValue, t]);
  useEffect(() => {
    if (links.data?.ok) notifyDone(t("signOn.forgotten"));
  }, [links.data, t]);
  return (
    <ServerForm
      form={form}
      fetcher={fetcher}
      submitLabel={t("signOn.save")}
      secondary={
        settings !== null && settings.links > 0 ? (
          <ConfirmButton
            label={t("signOn.forget", { count: settings.links })}
            consequence={t("signOn.forgetWhat")}
            confirmLabel={t("signOn.forgetYes")}
            onConfirm={() => links.submit({ intent: "forget-links" }, { method: "post" })}
          />
        ) : null
      }
    >
      <input type="hidden" name="intent" value="sign-on" />
      <Switch
        name="enabled"
        label={t("signOn.enabled")}
        description={t("signOn.enabledHint")}
        defaultChecked={settings?.enabled ?? true}
      />
      <TextField form={form} path="name" label={t("signOn.name")} hint={t("signOn.nameHint")} />
      <TextField
        form={form}
        path="issuer"
        type="url"
        label={t("signOn.issuer")}
        hint={t("signOn.issuerHint")}
      />
      <TextField form={form} path="clientId" label={t("signOn.clientId")} autoComplete="off" />
      <PasswordField
        form={form}
        path="secret"
        label={t("signOn.secret")}
        hint={t(settings === null ? "signOn.secretHint" : "signOn.secretKept")}
        autoComplete="new-password"
      />
      <TextInput
        label={t("signOn.returnTo")}
        description={t("signOn.returnToHint")}
        value={returnTo}
        readOnly
      />
    </ServerForm>
  );
}
