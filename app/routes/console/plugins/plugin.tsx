import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { tenantPath, useTenantHref } from "#app/components/tenant-path.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { configurationIn } from "./configuration.ts";
import { PluginCalls } from "./plugin-calls.tsx";
import { PluginConsent } from "./plugin-consent.tsx";
import { PluginState } from "./plugin-state.tsx";
import { PluginSwitch } from "./plugin-switch.tsx";
import classes from "./plugins.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const shown = await context.caller.plugin.show({ plugin: params.pluginId ?? "" });
  return { ...shown, title: shown.plugin.name[context.locale] };
});

export const action = formAction(async ({ params, request, context }: ActionFunctionArgs) => {
  const plugin = params.pluginId ?? "";
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "switch") {
    const off = form.get("off") === "true";
    await context.caller.plugin.switch({ plugin, off, reason: String(form.get("reason") ?? "") });
    return off;
  }
  const { fields } = await context.caller.plugin.show({ plugin });
  const { proposalId } = await context.caller.plugin.proposeGrant({
    plugin,
    version: intent === "remove" ? null : String(form.get("version")),
    capabilities: form.getAll("capability").map(String),
    configuration: configurationIn(form, fields),
  });
  throw redirect(tenantPath(context.tenant?.base ?? "", `console/releases/proposals/${proposalId}`));
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function PluginPage() {
  const { t } = useTranslation("plugins");
  const { plugin, versions, calls } = useLoaderData<typeof loader>();
  const { locale, viewer } = usePageRoot();
  const href = useTenantHref();
  const may = (ability: string): boolean => viewer?.abilities.includes(ability) ?? false;
  const newest = versions.find(({ version }) => version === plugin.newest);
  return (
    <div className={classes.stack}>
      <PageHeader
        title={plugin.name[locale]}
        lead={plugin.description[locale]}
        back={{ to: href("console/plugins"), label: t("list.title") }}
      />
      <Panel title={t("facts.title")}>
        <KeyValue
          items={[
            { label: t("list.state"), value: <PluginState plugin={plugin} /> },
            { label: t("list.publisher"), value: plugin.publisher },
            { label: t("facts.trust"), value: t(`trust.${plugin.trust}`) },
            { label: t("facts.points"), value: plugin.points.join(", ") },
            { label: t("facts.installed"), value: plugin.installed?.version ?? t("facts.none") },
            { label: t("facts.newest"), value: plugin.newest },
            {
              label: t("facts.hash"),
              value: <code className={classes.hash}>{newest?.hash.slice(0, 16)}</code>,
            },
          ]}
        />
      </Panel>
      {plugin.installed !== null || plugin.off !== null ? <PluginSwitch may={may("switch:plugin")} /> : null}
      <PluginConsent may={may("install:plugin")} />
      <PluginCalls calls={calls} />
    </div>
  );
}
