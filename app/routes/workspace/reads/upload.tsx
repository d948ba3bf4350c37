import { Button, FileInput, Progress, TextInput } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { translator } from "#app/platform/i18n.ts";
import type { IngestReport } from "#app/services/read/ingest-file.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./reads.module.css";
import { sendFile } from "./send-file.ts";
import { ReadTabs } from "./tabs.tsx";

export const loader = page(({ context }: LoaderFunctionArgs) => {
  if (!context.permissions.includes("ingest:read")) throw commonError("FORBIDDEN");
  return { title: translator(context.locale, "reads")("upload.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly share: number }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "done"; readonly report: IngestReport };

/** Takes a file in: it streams to the same endpoint that machines use. */
export default function UploadPage() {
  const { t } = useTranslation("reads");
  const href = useTenantHref();
  const [state, setState] = useState<State>({ kind: "idle" });
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get("file");
    if (!(file instanceof File) || file.size === 0) {
      setState({ kind: "refused", message: t("upload.fileWanted") });
      return;
    }
    setState({ kind: "sending", share: 0 });
    const query = new URLSearchParams({ file: file.name });
    for (const name of ["channel", "start"]) {
      const value = String(form.get(name) ?? "").trim();
      if (value !== "") query.set(name, value);
    }
    const answer = await sendFile(`${href("api/reads")}?${query}`, file, (share) =>
      setState({ kind: "sending", share }),
    );
    if ("report" in answer) setState({ kind: "done", report: answer.report });
    else setState({ kind: "refused", message: answer.message ?? t("upload.failed") });
  };
  return (
    <>
      <PageHeader title={t("upload.title")} lead={t("upload.lead")} />
      <ReadTabs />
      <div className={classes.stack}>
        <Panel>
          <form onSubmit={send} className={classes.stack}>
            {state.kind === "refused" ? (
              <p role="alert" className={classes.refusal}>
                {state.message}
              </p>
            ) : null}
            <FileInput
              name="file"
              label={t("upload.file")}
              description={t("upload.fileHint")}
              placeholder={t("upload.choose")}
            />
            <div className={classes.pair}>
              <TextInput name="channel" label={t("upload.channel")} description={t("upload.channelHint")} />
              <TextInput
                name="start"
                type="date"
                label={t("upload.start")}
                description={t("upload.startHint")}
              />
            </div>
            <div>
              <Button type="submit" loading={state.kind === "sending"}>
                {t("upload.send")}
              </Button>
            </div>
            {state.kind === "sending" ? (
              <Progress value={state.share * 100} aria-label={t("upload.progress")} />
            ) : null}
          </form>
        </Panel>
        {state.kind === "done" ? <Report report={state.report} /> : null}
      </div>
    </>
  );
}

function verdictOf({ reads, faults, skipped, unchanged }: IngestReport) {
  if (reads === 0 && faults + skipped > 0) return "report.refused" as const;
  return unchanged ? ("report.unchanged" as const) : ("report.taken" as const);
}

function Report({ report }: { report: IngestReport }) {
  const { t } = useTranslation("reads");
  const { locale } = usePageRoot();
  const format = useFormat();
  const count = (value: number) => format.number(value);
  return (
    <Panel title={report.fileName} lead={t(verdictOf(report))}>
      <div className={classes.stack} role="status">
        <KeyValue
          columns={2}
          items={[
            { label: t("report.reads"), value: count(report.reads) },
            { label: t("report.valuesNew"), value: count(report.valuesNew) },
            { label: t("report.indicesNew"), value: count(report.indicesNew) },
            { label: t("report.days"), value: `${count(report.daysAdded)} / ${count(report.daysChanged)}` },
            { label: t("report.faults"), value: count(report.faults) },
            { label: t("report.skipped"), value: count(report.skipped) },
          ]}
        />
        {report.firstFaults.length > 0 ? (
          <ul className={classes.list}>
            {report.firstFaults.map((fault) => (
              <li key={`${fault.line ?? ""} ${fault.message.en}`}>
                {fault.line === undefined ? "" : `${t("report.line", { line: fault.line })} `}
                {fault.message[locale]}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Panel>
  );
}
