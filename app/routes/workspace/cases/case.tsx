import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CasePriority, CaseState, TimeLeft } from "#app/components/case/case-badges.tsx";
import { CaseTrace } from "#app/components/case/case-trace.tsx";
import { FilledForm } from "#app/components/case/form-of-case.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { PhoneLink } from "#app/components/privacy/phone-link.tsx";
import { Unmask } from "#app/components/privacy/unmask.tsx";
import { useLive } from "#app/components/progress/use-live.ts";
import { Steps } from "#app/components/steps.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { actOnCase } from "./case-action.server.ts";
import { CaseSteering } from "./case-steering.tsx";
import { CaseTaskPanel } from "./case-task.tsx";
import classes from "./cases.module.css";
import { CommentForm } from "./comment-form.tsx";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const caseId = params.caseId ?? "";
  const { case: cases } = context.caller;
  const view = await cases.show({ caseId });
  const running = view.case.state === "open" || view.case.state === "held";
  return {
    view,
    task: running && view.may.work ? await cases.showTask({ caseId }) : null,
    workers: running && view.may.dispatch ? await cases.listWorkers({ caseId }) : [],
    me: context.session?.userId ?? "",
    roles: context.session?.kind === "staff" ? context.session.roles : [],
    now: Date.now(),
    title: `${view.case.number} · ${translator(context.locale, "cases")("list.title")}`,
  };
});

export const action = formAction(actOnCase);

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export type LoadedCasePage = ReturnType<typeof useLoaderData<typeof loader>>;

export default function CasePage() {
  const { t } = useTranslation("cases");
  const data = useLoaderData<typeof loader>();
  const { view, task, now } = data;
  const { locale, viewer } = usePageRoot();
  const href = useTenantHref();
  useLive(href("api/cases/changes?seconds=300"));
  const { case: shown } = view;
  const mayComment = viewer?.abilities.includes("comment:case") ?? false;
  return (
    <>
      <PageHeader
        title={shown.title[locale]}
        lead={<span className="m-number">{shown.number}</span>}
        badge={
          <>
            <CaseState state={shown.state} /> <CasePriority priority={shown.priority} quiet />{" "}
            {shown.state === "open" ? <TimeLeft dueAt={shown.dueAt} now={now} /> : null}
          </>
        }
        back={{ to: href("workspace/cases"), label: t("list.title") }}
      />
      <div className={classes.columns}>
        <div className={classes.main}>
          {task === null ? null : (
            <CaseTaskPanel key={`${task.taskNumber}/${task.version}`} data={data} task={task} />
          )}
          <Panel title={t("case.progress")}>
            <Progress view={view} />
          </Panel>
          <Request view={view} />
          {view.tasks.map((each) =>
            each.form === null || each.state !== "done" ? null : (
              <Panel key={each.number} title={each.label[locale]} lead={each.by ?? undefined}>
                <FilledForm form={each.form} value={each.data} codeLists={view.codeLists} />
              </Panel>
            ),
          )}
          <Panel title={t("case.trace")}>
            {mayComment ? <CommentForm /> : null}
            <CaseTrace events={view.events} />
          </Panel>
        </div>
        <div className={classes.side}>
          <Facts view={view} />
          <CaseSteering data={data} />
        </div>
      </div>
    </>
  );
}

function Progress({ view }: { readonly view: LoadedCasePage["view"] }) {
  const { t } = useTranslation("cases");
  const { locale } = usePageRoot();
  const format = useFormat();
  const passed = view.tasks.map((task) => ({
    title: task.label[locale],
    note: [
      task.by,
      task.leftAt === null ? null : format.dateTime(task.leftAt),
      task.outcome?.[locale],
      task.overdue ? t("time.late") : null,
    ]
      .filter(Boolean)
      .join(" · "),
  }));
  const ahead = view.ahead.map((label) => ({ title: label[locale] }));
  const open = view.tasks.findIndex(({ state }) => state === "open");
  return (
    <Steps
      label={t("case.progress")}
      steps={numbered([...passed, ...ahead])}
      current={open < 0 ? passed.length : open}
      failed={view.case.state === "cancelled"}
    />
  );
}

/** A step that is passed a second time says so: names in a sequence are told apart. */
function numbered(steps: readonly { readonly title: string; readonly note?: string }[]) {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const time = (seen.get(step.title) ?? 0) + 1;
    seen.set(step.title, time);
    return time === 1 ? step : { ...step, title: `${step.title} (${time})` };
  });
}

function Request({ view }: { readonly view: LoadedCasePage["view"] }) {
  const { t } = useTranslation("cases");
  const { form, data } = view.request;
  const told = Object.entries(data).filter(
    ([, value]) => typeof value === "string" || typeof value === "number",
  );
  if (form !== null) {
    return (
      <Panel title={t("case.request")}>
        <FilledForm form={form} value={data} codeLists={view.codeLists} />
      </Panel>
    );
  }
  if (told.length === 0) return null;
  return (
    <Panel title={t("case.request")}>
      <KeyValue items={told.map(([label, value]) => ({ label, value: String(value) }))} />
    </Panel>
  );
}

function Facts({ view }: { readonly view: LoadedCasePage["view"] }) {
  const { t } = useTranslation("cases");
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const { case: shown } = view;
  return (
    <Panel title={t("case.facts")} actions={<Unmask customerId={view.customerId} />}>
      <KeyValue
        items={[
          { label: t("list.service"), value: view.serviceLabel[locale] },
          {
            label: t("list.customer"),
            value:
              view.customerId === null ? null : (
                <Link to={href(`workspace/customers/${view.customerId}`)}>
                  {shown.customerName} {shown.customerNumber}
                </Link>
              ),
          },
          {
            label: t("case.phone"),
            value: <PhoneLink phone={view.customerPhone} />,
          },
          { label: t("case.address"), value: shown.address },
          { label: t("case.meter"), value: view.meterSerial },
          ...(view.alarmId === null
            ? []
            : [
                {
                  label: t("case.alarm"),
                  value: <Link to={href(`workspace/alarms/${view.alarmId}`)}>{t("case.toAlarm")}</Link>,
                },
              ]),
          { label: t("list.assignee"), value: shown.assigneeName },
          {
            label: t("list.opened"),
            value: `${format.dateTime(shown.openedAt)} · ${t(`opener.${shown.openedBy}`)} · ${view.openedByName}`,
          },
          { label: t("list.due"), value: shown.dueAt === null ? null : format.dateTime(shown.dueAt) },
          ...(shown.closedAt === null
            ? []
            : [{ label: t("case.closed"), value: format.dateTime(shown.closedAt) }]),
          ...(shown.heldReason === null ? [] : [{ label: t("case.heldReason"), value: shown.heldReason }]),
          { label: t("case.release"), value: t("case.releaseNumber", { number: view.releaseNumber }) },
          ...(view.rating === null
            ? []
            : [
                {
                  label: t("case.rating"),
                  value: `${"★".repeat(view.rating.score)}${"☆".repeat(5 - view.rating.score)} ${view.rating.comment}`,
                },
              ]),
        ]}
      />
    </Panel>
  );
}
