import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type PointQuality, TimeSeries } from "#app/components/chart/time-series.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { isoDay, parseDay } from "#engines/kernel/zone.ts";
import { channelEdit } from "./channel-edit.server.ts";
import { ChannelEditForm } from "./channel-edit-form.tsx";
import { channelName } from "./channel-name.ts";
import type { ActionName, CheckName } from "./findings.tsx";
import classes from "./reads.module.css";

const SPANS = ["1", "7", "31", "62"] as const;

export const loader = page(async ({ params, request, context }: LoaderFunctionArgs) => {
  const query = new URL(request.url).searchParams;
  const first = parseDay(query.get("from") ?? "");
  const days = Number(SPANS.find((span) => span === query.get("days")) ?? "7");
  const channel = await context.caller.read.showChannel({
    channelId: params.channelId ?? "",
    ...(first === undefined ? {} : { from: isoDay(first), to: isoDay(first + days) }),
  });
  const t = translator(context.locale, "reads");
  const title = t("channel.title", { code: channelName(t, channel.code) });
  return { channel, title };
});

export const action = formAction(async ({ params, request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  await context.caller.read.edit(channelEdit(params.channelId ?? "", form, context.locale));
  return "corrected";
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** How the chart marks the qualities of values. */
const MARKS: Readonly<Record<string, PointQuality>> = {
  estimated: "estimated",
  estimatedBySource: "estimated",
  suspect: "suspect",
  doubtful: "suspect",
  edited: "edited",
  withdrawn: "edited",
};

/** A channel: raw beside final, what was found, and the form that corrects it. */
export default function ChannelPage() {
  const { t } = useTranslation("reads");
  const { channel } = useLoaderData<typeof loader>();
  const { viewer } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const [chosen, setChosen] = useState<string>();
  const { intervals, findings, edits, unit } = channel;
  const points = useMemo(
    () =>
      intervals.map(({ startMs, final, raw, quality }) => ({
        at: startMs,
        final: final === null ? null : Number(final),
        quality: MARKS[quality] ?? ("measured" as const),
        ...(raw === final ? {} : { raw: raw === null ? null : Number(raw) }),
      })),
    [intervals],
  );
  const missing = intervals.filter(({ final }) => final === null).length;
  const mayCorrect = viewer?.abilities.includes("correct:read") ?? false;
  const start =
    chosen ?? intervals.find(({ final, quality }) => final === null || quality === "suspect")?.start;
  return (
    <div className={classes.stack}>
      <PageHeader
        title={t("channel.title", { code: channelName(t, channel.code) })}
        lead={t("channel.lead", { point: channel.servicePointNumber, zone: channel.zone })}
        back={{ to: href("workspace/reads"), label: t("points.title") }}
      />
      <FilterBar
        filters={[
          { kind: "date", name: "from", label: t("channel.from") },
          {
            kind: "choice",
            name: "days",
            label: t("channel.span"),
            options: SPANS.map((span) => ({
              value: span,
              label: t("channel.days", { count: Number(span) }),
            })),
          },
        ]}
      />
      <Panel>
        <TimeSeries
          title={t("channel.chart", { from: format.day(channel.from) })}
          summary={t("channel.summary", {
            intervals: format.number(intervals.length),
            missing: format.number(missing),
            findings: format.number(findings.length),
          })}
          unit={unit}
          points={points}
          onSelect={({ at }) => setChosen(intervals.find(({ startMs }) => startMs === at)?.start)}
        />
      </Panel>
      {mayCorrect ? (
        <Panel title={t("edit.title")} lead={t("edit.lead")}>
          <ChannelEditForm key={start ?? ""} start={start ?? ""} unit={unit} zone={channel.zone} />
        </Panel>
      ) : null}
      <Panel title={t("findings.title")} flush>
        <DataTable
          caption={t("findings.title")}
          rows={findings}
          rowKey={(finding) => `${finding.from} ${finding.check}`}
          columns={[
            {
              key: "from",
              header: t("edit.start"),
              cell: (finding) => format.dateTime(finding.from),
              card: "title",
            },
            { key: "to", header: t("edit.end"), cell: (finding) => format.dateTime(finding.to) },
            {
              key: "check",
              header: t("findings.check"),
              cell: (finding) => t(`check.${finding.check as CheckName}`),
            },
            {
              key: "action",
              header: t("findings.action"),
              cell: (finding) => t(`action.${finding.action as ActionName}`),
            },
            {
              key: "detail",
              header: t("findings.detail"),
              cell: ({ detail }) =>
                detail.method === "linear"
                  ? t("findings.linear", { from: detail.fromValue ?? "", to: detail.toValue ?? "", unit })
                  : detail.value === undefined
                    ? ""
                    : `${detail.value} ${unit}`,
            },
          ]}
          empty={{ title: t("findings.noneTitle"), advice: t("findings.noneAdvice") }}
        />
      </Panel>
      {edits.length > 0 ? (
        <Panel title={t("edit.trail")} flush>
          <DataTable
            caption={t("edit.trail")}
            rows={edits}
            rowKey={(edit) => edit.editId}
            columns={[
              {
                key: "madeAt",
                header: t("edit.madeAt"),
                cell: (edit) => format.dateTime(edit.madeAt),
                card: "title",
              },
              { key: "madeBy", header: t("edit.madeBy"), cell: (edit) => edit.madeBy },
              { key: "from", header: t("edit.start"), cell: (edit) => format.dateTime(edit.from) },
              { key: "to", header: t("edit.end"), cell: (edit) => format.dateTime(edit.to) },
              {
                key: "method",
                header: t("edit.method"),
                cell: (edit) => t(`method.${edit.method as MethodName}`),
              },
              { key: "reason", header: t("edit.reason"), cell: (edit) => edit.reason },
            ]}
            empty={{ title: "", advice: "" }}
          />
        </Panel>
      ) : null}
    </div>
  );
}

type MethodName = "set" | "withdraw" | "linear";
