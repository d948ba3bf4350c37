import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { NumberField, TextField } from "#app/components/form/fields.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import type { RegisterCode } from "#app/components/register-code.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { isZone, parseTime, wallClockInOrder, zoneOf } from "#engines/kernel/zone.ts";
import { EditForm } from "./edit-form.tsx";
import type { CheckName } from "./findings.tsx";
import classes from "./reads.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const register = await context.caller.read.showRegister({ registerId: params.registerId ?? "" });
  const title = translator(context.locale, "reads")("registerPage.title", { meter: register.meterSerial });
  return { register, title };
});

export const action = formAction(async ({ params, request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const t = translator(context.locale, "reads");
  const zone = zoneOf(isZone(text("zone")) ? text("zone") : "UTC");
  const readAtMs = parseTime(text("readAt"), wallClockInOrder(zone));
  if (readAtMs === undefined) {
    const params = { field: t("registerPage.readAt"), detail: t("edit.timeWanted") };
    throw commonError("INPUT_INVALID", params, { path: "readAt" });
  }
  const index = text("index") === "" ? null : text("index");
  await context.caller.read.editIndex({
    registerId: params.registerId ?? "",
    readAtMs,
    index,
    reason: text("reason"),
  });
  return "corrected";
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** A register: its last reads, what the checks say of them, and the form that corrects one. */
export default function RegisterPage() {
  const { t } = useTranslation("reads");
  const { register } = useLoaderData<typeof loader>();
  const { viewer } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const doubtful = register.reads.find(({ findings }) => findings.length > 0) ?? register.reads[0];
  return (
    <div className={classes.stack}>
      <PageHeader
        title={t("registerPage.title", { meter: register.meterSerial })}
        lead={`${t(`register.${register.code as RegisterCode}`)} (${register.unit})`}
        back={{ to: href("workspace/reads"), label: t("points.title") }}
      />
      <DataTable
        caption={t("registerPage.title", { meter: register.meterSerial })}
        rows={register.reads}
        rowKey={(read) => read.readAt}
        columns={[
          {
            key: "readAt",
            header: t("registerPage.readAt"),
            cell: (read) => format.dateTime(read.readAt),
            card: "title",
          },
          {
            key: "index",
            header: t("registerPage.index"),
            unit: register.unit,
            align: "end",
            cell: (read) => (read.index === null ? "–" : format.number(read.index)),
          },
          {
            key: "raw",
            header: t("registerPage.raw"),
            unit: register.unit,
            align: "end",
            cell: (read) => (read.raw === null || read.raw === read.index ? "" : format.number(read.raw)),
          },
          { key: "quality", header: t("registerPage.quality"), cell: (read) => t(`quality.${read.quality}`) },
          {
            key: "findings",
            header: t("findings.check"),
            cell: (read) =>
              read.findings.map(({ check, severity }) => (
                <StatusBadge key={check} tone={severity === "error" ? "danger" : "info"}>
                  {t(`check.${check as CheckName}`)}
                </StatusBadge>
              )),
          },
          { key: "reason", header: t("edit.reason"), cell: (read) => read.reason ?? "" },
        ]}
        empty={{ title: t("registerPage.emptyTitle"), advice: t("registerPage.emptyAdvice") }}
      />
      {viewer?.abilities.includes("correct:read") ? (
        <Panel title={t("edit.title")} lead={t("registerPage.lead")}>
          <IndexForm readAt={doubtful?.readAt ?? ""} unit={register.unit} zone={register.zone} />
        </Panel>
      ) : null}
    </div>
  );
}

function IndexForm({ readAt, unit, zone }: { readAt: string; unit: string; zone: string }) {
  const { t } = useTranslation("reads");
  return (
    <EditForm initialValues={{ readAt, index: "" }} zone={zone}>
      {(form) => (
        <>
          <div className={classes.pair}>
            <TextField
              form={form}
              path="readAt"
              label={t("registerPage.readAt")}
              hint={t("edit.startHint")}
              required
            />
            <NumberField
              form={form}
              path="index"
              label={t("registerPage.index")}
              hint={t("registerPage.indexHint")}
              unit={unit}
            />
          </div>
        </>
      )}
    </EditForm>
  );
}
