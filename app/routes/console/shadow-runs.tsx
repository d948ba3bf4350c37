import { Button } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { parse as parseYaml } from "yaml";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { ShadowState } from "#app/components/rating/shadow-state.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { tenantPath, useTenantHref } from "#app/components/tenant-path.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { addMonths } from "#engines/kernel/interval.ts";
import { isoDay, localDayOf, zoneOf } from "#engines/kernel/zone.ts";
import classes from "./shadow-run.module.css";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const today = localDayOf(zoneOf(context.tenant?.brand.timezone ?? "UTC"), Date.now());
  const lastWhole = isoDay(addMonths(today, -1)).slice(0, 7);
  const { runs, billed } = await context.caller.shadowRun.list();
  const { items } = await context.caller.blueprint.listItems();
  return {
    runs,
    tariffs: items
      .filter(({ kind }) => kind === "tariff")
      .map(({ key, name }) => ({ key, name: name?.[context.locale] ?? key })),
    months: { first: billed.first, billed: billed.last ?? lastWhole, last: lastWhole },
    title: translator(context.locale, "rating")("shadow.title"),
  };
});

export const action = formAction<null>(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const draft = await draftOf(form, async (key) => {
    const item = await context.caller.blueprint.showItem({ kind: "tariff", key });
    return item.content;
  });
  const { shadowRunId } = await context.caller.shadowRun.start({
    tariffKey: draft.key,
    content: draft.content,
    liveKeys: form.getAll("live").map(String),
    from: text("from"),
    to: text("to"),
  });
  throw redirect(tenantPath(context.tenant?.base ?? "", `console/shadow-runs/${shadowRunId}`));
});

type Content = Record<string, unknown>;

/** The draft: content sent along (from the designer), a file, or a tariff in force by its key. */
async function draftOf(
  form: FormData,
  byKey: (key: string) => Promise<Content>,
): Promise<{ key: string; content: Content }> {
  const key = String(form.get("draft") ?? "");
  const sent = form.get("content");
  if (typeof sent === "string" && sent !== "") return { key, content: JSON.parse(sent) as Content };
  const file = form.get("file");
  if (file instanceof File && file.size > 0) {
    const content = contentOf(await file.text());
    return { key: file.name.replace(/\.(ya?ml|json)$/i, "").toLowerCase(), content: content as Content };
  }
  return { key, content: await byKey(key) };
}

/** A tariff file: YAML, and so JSON too. */
function contentOf(text: string): Content {
  try {
    const content: unknown = parseYaml(text, { maxAliasCount: 100 });
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content as Content;
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw commonError("INPUT_INVALID", { field: "file", detail }, { path: "file" });
  }
  throw commonError("INPUT_INVALID", { field: "file", detail: "YAML, JSON" }, { path: "file" });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function ShadowRunsPage() {
  const { t, i18n } = useTranslation("rating");
  const { runs } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const abilities = usePageRoot().viewer?.abilities ?? [];
  const locale = i18n.language === "en" ? "en" : "zh-CN";
  useRevalidateWhile(runs.some(({ state }) => state === "running"));
  return (
    <>
      <PageHeader title={t("shadow.title")} lead={t("shadow.lead")} />
      <div className={classes.stack}>
        {abilities.includes("run:shadowRun") ? <StartRun /> : null}
        <DataTable
          caption={t("shadow.caption")}
          rows={runs}
          rowKey={(run) => run.id}
          rowHref={(run) => href(`console/shadow-runs/${run.id}`)}
          columns={[
            {
              key: "tariff",
              header: t("shadow.tariff"),
              cell: (run) => run.tariffLabel[locale],
              card: "title",
            },
            {
              key: "state",
              header: t("shadow.state"),
              cell: (run) => <ShadowState state={run.state} />,
              card: "aside",
            },
            { key: "on", header: t("shadow.on"), cell: (run) => run.liveKeys.join(", ") },
            {
              key: "months",
              header: t("shadow.months"),
              cell: (run) =>
                run.from === run.to
                  ? format.month(run.from)
                  : `${format.month(run.from)} – ${format.month(run.to)}`,
            },
            {
              key: "agreements",
              header: t("shadow.agreements"),
              align: "end",
              cell: (run) => format.number(run.agreements),
            },
            {
              key: "startedAt",
              header: t("shadow.startedAt"),
              align: "end",
              cell: (run) => format.dateTime(run.startedAt),
            },
            { key: "by", header: t("shadow.by"), cell: (run) => run.requestedBy },
          ]}
          empty={{ title: t("shadow.emptyTitle"), advice: t("shadow.emptyAdvice") }}
        />
      </div>
    </>
  );
}

function StartRun() {
  const { t } = useTranslation("rating");
  const { tariffs } = useLoaderData<typeof loader>();
  const result = useActionData<FormResult<null>>();
  const navigation = useNavigation();
  const options = tariffs.map(({ key, name }) => (
    <option key={key} value={key}>
      {name}
    </option>
  ));
  return (
    <Panel title={t("shadow.startTitle")} lead={t("shadow.startLead")}>
      <Form method="post" encType="multipart/form-data" className={classes.form}>
        <label className={classes.field}>
          <span className={classes.label}>{t("shadow.draft")}</span>
          <select name="draft" className={classes.input}>
            {options}
          </select>
        </label>
        <label className={classes.field}>
          <span className={classes.label}>{t("shadow.file")}</span>
          <input type="file" name="file" accept=".yaml,.yml,.json" className={classes.input} />
        </label>
        <label className={classes.field}>
          <span className={classes.label}>{t("shadow.live")}</span>
          <select name="live" className={classes.input} required>
            {options}
          </select>
        </label>
        <MonthInput name="from" />
        <MonthInput name="to" />
        <div>
          <Button type="submit" loading={navigation.state === "submitting"} disabled={tariffs.length === 0}>
            {t("shadow.start")}
          </Button>
        </div>
      </Form>
      {result && !result.ok ? (
        <p role="alert" className={classes.fault}>
          {result.fault.message ?? result.fault.code}
        </p>
      ) : null}
    </Panel>
  );
}

/** A month that is past, first the last one that was billed: a month without bills compares nothing that anybody paid. */
function MonthInput({ name }: { readonly name: "from" | "to" }) {
  const { t } = useTranslation("rating");
  const { months } = useLoaderData<typeof loader>();
  return (
    <label className={classes.field}>
      <span className={classes.label}>{t(`shadow.${name}`)}</span>
      <input
        type="month"
        name={name}
        defaultValue={months.billed}
        min={months.first ?? undefined}
        max={months.last}
        required
        className={classes.input}
      />
    </label>
  );
}
