import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import type { RegisterCode } from "#app/components/register-code.ts";
import { StatusBadge, type Tone } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import type { ListedFinding } from "#app/services/read/list-findings.ts";
import { page } from "#app/web/page.server.ts";
import { channelName } from "./channel-name.ts";
import { ReadTabs } from "./tabs.tsx";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const before = new URL(request.url).searchParams.get("after") ?? undefined;
  const findings = await context.caller.read.listFindings({ before });
  return { ...findings, title: translator(context.locale, "reads")("findings.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

const TONES: Readonly<Record<string, Tone>> = { info: "info", warning: "warning", error: "danger" };

export type CheckName = "gap" | "missing-days" | "negative" | "spike" | "backwards" | "rollover";
export type ActionName = "flagged" | "estimated" | "left";

/** What the checks found, the newest day first. */
export default function FindingsPage() {
  const { t } = useTranslation("reads");
  const { items, next } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("findings.title")} lead={t("findings.lead")} />
      <ReadTabs />
      <DataTable
        caption={t("findings.title")}
        rows={items.map((finding, at) => ({ ...finding, key: `${finding.targetId} ${finding.day} ${at}` }))}
        rowKey={(finding) => finding.key}
        rowHref={(finding) =>
          finding.kind === "interval"
            ? href(
                `workspace/reads/channels/${finding.targetId}?from=${finding.day}&days=${finding.detail.days === undefined ? 1 : 31}`,
              )
            : href(`workspace/reads/registers/${finding.targetId}`)
        }
        columns={[
          {
            key: "day",
            header: t("findings.day"),
            cell: (finding) =>
              finding.detail.until === undefined
                ? format.day(finding.day)
                : format.days(finding.day, finding.detail.until),
            card: "title",
          },
          {
            key: "check",
            header: t("findings.check"),
            card: "aside",
            cell: (finding) => (
              <StatusBadge tone={TONES[finding.severity] ?? "neutral"}>
                {t(`check.${finding.check as CheckName}`)}
              </StatusBadge>
            ),
          },
          { key: "point", header: t("points.number"), cell: (finding) => finding.servicePointNumber },
          { key: "where", header: t("findings.where"), cell: (finding) => whereOf(t, finding) },
          {
            key: "action",
            header: t("findings.action"),
            cell: (finding) => t(`action.${finding.action as ActionName}`),
          },
        ]}
        paging={{ previous: null, next: next ?? null }}
        empty={{ title: t("findings.emptyTitle"), advice: t("findings.emptyAdvice") }}
      />
    </>
  );
}

/** The channel, or the register with its meter. */
const whereOf = (t: TFunction<"reads">, { code, meterSerial }: ListedFinding): string =>
  meterSerial === null
    ? channelName(t, code)
    : `${meterSerial} · ${t(`register.${code as RegisterCode}`, { defaultValue: code })}`;
