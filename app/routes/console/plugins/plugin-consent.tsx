import { Button, Checkbox, MultiSelect, NativeSelect, TextInput } from "@mantine/core";
import { Form, useActionData, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { ErrorNotice } from "#app/components/error-notice.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import type { PageFault } from "#app/web/page-fault.ts";
import type { Configuration, ConfigurationField } from "#plugins/sdk/manifest.ts";
import type { action, loader } from "./plugin.tsx";
import classes from "./plugins.module.css";

/**
 * What the plugin could do, why it says it needs to, and its own form. Sending it makes a proposal: nothing is in force before
 * a second person has approved exactly this.
 */
export function PluginConsent({ may }: { readonly may: boolean }) {
  const { t } = useTranslation("plugins");
  const { plugin, consent, fields, configuration, approved } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { locale } = usePageRoot();
  const busy = useNavigation().state === "submitting";
  const submit = useSubmit();
  const { installed } = plugin;
  const verb = installed === null ? "install" : installed.version === plugin.newest ? "change" : "update";
  return (
    <Panel title={t("consent.title", { version: plugin.newest })} lead={t("consent.lead")}>
      <Form method="post" className={classes.form}>
        <input type="hidden" name="version" value={plugin.newest} />
        <fieldset className={classes.group} disabled={!may}>
          <legend>{t("consent.capabilities")}</legend>
          {consent.length === 0 ? <p className={classes.quiet}>{t("consent.noCapabilities")}</p> : null}
          {consent.map(({ capability, words, reason }) => (
            <Checkbox
              key={capability}
              name="capability"
              value={capability}
              defaultChecked={installed === null || approved.includes(capability)}
              label={words[locale]}
              description={t("consent.reason", { reason: reason[locale] })}
            />
          ))}
        </fieldset>
        <fieldset className={classes.group} disabled={!may}>
          <legend>{t("consent.settings")}</legend>
          {fields.length === 0 ? <p className={classes.quiet}>{t("consent.noSettings")}</p> : null}
          {fields.map((field) => (
            <Setting key={field.key} field={field} configuration={configuration} />
          ))}
        </fieldset>
        {answer && !answer.ok ? <ErrorNotice {...(answer.fault as PageFault)} heading="h3" /> : null}
        {may ? (
          <div className={classes.actions}>
            <Button type="submit" name="intent" value="propose" loading={busy}>
              {t(`consent.${verb}`)}
            </Button>
            {installed !== null && !installed.inherited ? (
              <ConfirmButton
                label={t("consent.remove")}
                consequence={t("consent.removeConsequence")}
                confirmLabel={t("consent.remove")}
                danger
                onConfirm={() => submit({ intent: "remove" }, { method: "post" })}
              />
            ) : null}
          </div>
        ) : null}
      </Form>
    </Panel>
  );
}

interface SettingProps {
  readonly field: ConfigurationField;
  readonly configuration: Configuration;
}

/** One field of the plugin's own form. */
function Setting({ field, configuration }: SettingProps) {
  const { locale } = usePageRoot();
  const value = configuration[field.key] ?? field.default;
  const common = {
    name: `config.${field.key}`,
    label: field.words[locale],
    ...(field.help ? { description: field.help[locale] } : {}),
  };
  const required = { required: field.required && field.default === undefined };
  switch (field.type) {
    case "boolean":
      return <Checkbox {...common} defaultChecked={value === true} />;
    case "choice": {
      const data = field.choices.map((choice) => ({ value: choice.value, label: choice.words[locale] }));
      return field.multiple ? (
        <MultiSelect {...common} data={data} defaultValue={Array.isArray(value) ? value : []} />
      ) : (
        <NativeSelect {...common} {...required} data={data} defaultValue={String(value ?? "")} />
      );
    }
    case "decimal":
      return (
        <TextInput
          {...common}
          {...required}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={String(value ?? "")}
        />
      );
    case "text":
      return (
        <TextInput {...common} {...required} maxLength={field.maxLength} defaultValue={String(value ?? "")} />
      );
  }
}
