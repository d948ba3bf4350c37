import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { FillForm } from "#app/components/case/form-of-case.tsx";
import { useRoleName } from "#app/components/case/role-name.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import type { FormResult } from "#app/web/page-fault.ts";
import type { LoadedCasePage } from "./case.tsx";
import classes from "./cases.module.css";
import { Refusal, refusedFields } from "./refusal.tsx";

interface CaseTaskPanelProps {
  readonly data: LoadedCasePage;
  readonly task: NonNullable<LoadedCasePage["task"]>;
}

/** The open task: take it, fill in its form, choose what came of it. */
export function CaseTaskPanel({ data, task }: CaseTaskPanelProps) {
  const { t } = useTranslation("cases");
  const { locale, viewer } = usePageRoot();
  const roleName = useRoleName();
  const { case: shown } = task;
  const may = (ability: string): boolean => viewer?.abilities.includes(ability) ?? false;
  const mine = shown.assigneeId === data.me;
  const able =
    mine ||
    may("dispatch:case") ||
    (shown.assigneeId === null && data.roles.some((role) => role === shown.role));
  // A form that is filled in from masked data would write the stars down: who sees them takes the task first.
  const submits = mine || (able && may("read:personalData"));
  const lead =
    task.kind === "wait"
      ? t("task.waits")
      : shown.assigneeName === null
        ? t("task.free", { role: roleName(shown.role) })
        : t("task.of", { name: shown.assigneeName });
  return (
    <Panel
      title={shown.stepLabel[locale]}
      lead={lead}
      actions={able && shown.assigneeId === null ? <Claim /> : undefined}
    >
      {task.kind === "wait" || task.kind === null || shown.state !== "open" || !submits ? (
        <p className={classes.quiet}>
          {able && !submits ? t("task.takeFirst") : able ? t("task.nothing") : t("task.notYours")}
        </p>
      ) : (
        <Submit data={data} task={task} />
      )}
    </Panel>
  );
}

function Claim() {
  const { t } = useTranslation("cases");
  const fetcher = useFetcher<FormResult<{ done: string }>>();
  return (
    <fetcher.Form method="post">
      <Refusal result={fetcher.data} />
      <Button type="submit" name="intent" value="claim" variant="default" loading={fetcher.state !== "idle"}>
        {t("task.claim")}
      </Button>
    </fetcher.Form>
  );
}

function Submit({ data, task }: CaseTaskPanelProps) {
  const { t } = useTranslation("cases");
  const { locale } = usePageRoot();
  const fetcher = useFetcher<FormResult<{ done: string }>>();
  const refused = refusedFields(fetcher.data);
  return (
    <fetcher.Form method="post" className={classes.form}>
      <Refusal result={fetcher.data} all={task.form === null} />
      <input type="hidden" name="intent" value="submit" />
      <input type="hidden" name="taskNumber" value={task.taskNumber} />
      <input type="hidden" name="baseVersion" value={task.version} />
      <input type="hidden" name="key" value={`${task.caseId}/${task.taskNumber}/${task.version}`} />
      {task.form === null ? null : (
        <FillForm
          form={task.form}
          value={task.data}
          codeLists={task.codeLists}
          context={task.context}
          roles={data.roles}
          refused={refused}
          checked={refused.size > 0}
        />
      )}
      <div className={classes.row}>
        {task.outcomes.length === 0 ? (
          <Button type="submit" loading={fetcher.state !== "idle"}>
            {t("task.done")}
          </Button>
        ) : (
          task.outcomes.map(({ key, label }, at) => (
            <Button
              key={key}
              type="submit"
              name="outcome"
              value={key}
              variant={at === 0 ? "filled" : "default"}
              loading={fetcher.state !== "idle"}
            >
              {label[locale]}
            </Button>
          ))
        )}
      </div>
    </fetcher.Form>
  );
}
