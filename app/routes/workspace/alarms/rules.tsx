import { Button, TextInput } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { SeverityMark } from "#app/components/alarm/severity-mark.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { Stat, Stats } from "#app/components/stat.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import { ALARM_SEVERITIES } from "#schema/blueprint/alarm/schema.ts";
import classes from "./alarms.module.css";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const key = search.get("try");
  const days = Number(search.get("days") || 30);
  const parameters = Object.fromEntries(
    [...search]
      .filter(([name, value]) => name.startsWith("p.") && value !== "" && Number.isFinite(Number(value)))
      .map(([name, value]) => [name.slice(2), Number(value)]),
  );
  const rules = await context.caller.alarm.listRules();
  const tried = rules.find((rule) => rule.key === key);
  return {
    rules,
    tried: tried ? { key: tried.key, days, parameters } : null,
    result:
      tried && search.has("days")
        ? await context.caller.alarm.tryRule({ key: tried.key, days, parameters })
        : null,
    title: translator(context.locale, "alarms")("rules.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function AlarmRulesPage() {
  const { t } = useTranslation("alarms");
  const { rules, tried } = useLoaderData<typeof loader>();
  const { locale, viewer } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const mayTry = viewer?.abilities.includes("tryOut:alarm") ?? false;
  return (
    <>
      <PageHeader
        title={t("rules.title")}
        lead={t("rules.lead")}
        back={{ to: href("workspace/alarms"), label: t("page.back") }}
      />
      {tried === null ? null : <TryOut />}
      <DataTable
        caption={t("rules.caption")}
        rows={rules}
        rowKey={({ key }) => key}
        columns={[
          {
            key: "name",
            header: t("rules.name"),
            card: "title",
            cell: ({ rule, withdrawn }) =>
              `${rule.label[locale]}${withdrawn ? ` (${t("rules.withdrawn")})` : ""}`,
          },
          {
            key: "levels",
            header: t("rules.levels"),
            cell: ({ rule }) =>
              rule.absence ? (
                <>
                  <SeverityMark severity={rule.absence.severity} />{" "}
                  <span className={classes.quiet}>
                    {t("rules.absence", { metric: rule.absence.metric, after: rule.absence.after })}
                  </span>
                </>
              ) : (
                <div>
                  {rule.levels.map(({ severity, raise }) => (
                    <div key={severity}>
                      <SeverityMark severity={severity} /> <code className={classes.quiet}>{raise}</code>
                    </div>
                  ))}
                </div>
              ),
          },
          {
            key: "metrics",
            header: t("rules.metrics"),
            cell: ({ rule }) =>
              Object.entries(rule.metrics)
                .map(([metric, { unit }]) => `${metric} (${unit})`)
                .join(", "),
          },
          {
            key: "standing",
            header: t("rules.standing"),
            align: "end",
            cell: ({ standing }) => format.number(standing),
          },
          {
            key: "raised",
            header: t("rules.raised"),
            align: "end",
            cell: ({ raised }) => format.number(raised),
          },
          ...(mayTry
            ? [
                {
                  key: "try",
                  header: t("rules.tryRule"),
                  align: "end" as const,
                  cell: ({ key }: (typeof rules)[number]) => (
                    <Link to={`${href("workspace/alarms/rules")}?try=${key}`}>{t("rules.tryRule")}</Link>
                  ),
                },
              ]
            : []),
        ]}
        empty={{ title: t("rules.emptyTitle"), advice: t("rules.emptyAdvice") }}
      />
    </>
  );
}

function TryOut() {
  const { t } = useTranslation("alarms");
  const { rules, tried, result } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const rule = rules.find(({ key }) => key === tried?.key);
  if (tried === null || rule === undefined) return null;
  return (
    <Panel title={`${t("rules.tryTitle")}: ${rule.rule.label[locale]}`} lead={t("rules.tryLead")}>
      <Form method="get" className={classes.try} preventScrollReset>
        <input type="hidden" name="try" value={tried.key} />
        {Object.entries(rule.rule.parameters).map(([name, value]) => (
          <TextInput
            key={name}
            name={`p.${name}`}
            label={t("rules.parameter", { name })}
            inputMode="decimal"
            defaultValue={String(tried.parameters[name] ?? value)}
          />
        ))}
        <TextInput
          name="days"
          label={t("rules.days")}
          inputMode="numeric"
          defaultValue={String(tried.days)}
        />
        <Button type="submit">{t("rules.tryRule")}</Button>
      </Form>
      {result === null ? null : (
        <div className={classes.stack}>
          <h3>{t("rules.result")}</h3>
          <Stats>
            <Stat label={t("rules.points")} value={format.number(result.points)} />
            <Stat
              label={t("rules.wouldRaise")}
              value={format.number(result.raised)}
              note={ALARM_SEVERITIES.filter((severity) => result.bySeverity[severity])
                .map((severity) => `${t(`severities.${severity}`)} ${result.bySeverity[severity]}`)
                .join(" · ")}
            />
            <Stat label={t("rules.raisesNow")} value={format.number(result.raisedNow)} />
            <Stat
              label={t("rules.mostInTenMinutes")}
              value={format.number(result.mostInTenMinutes)}
              note={t("rules.flood")}
            />
          </Stats>
          {result.top.length === 0 ? null : (
            <p>
              {t("rules.top")}:{" "}
              {result.top.map(({ servicePoint, raised }) => `${servicePoint} (${raised})`).join(", ")}
            </p>
          )}
        </div>
      )}
    </Panel>
  );
}
