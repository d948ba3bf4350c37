import { Button } from "@mantine/core";
import { Link } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import classes from "./inbox.module.css";
import type { FieldTask } from "./types.ts";
import type { FieldInbox } from "./use-field-inbox.ts";

/** Tasks by time left: one's own, and those that one's roles let one take. */
export function TaskList({ inbox }: { readonly inbox: FieldInbox }) {
  const { t } = useTranslation("inbox");
  const waiting = new Set(inbox.queue.map(({ caseId }) => caseId));
  const open = inbox.tasks.filter(({ caseId }) => !waiting.has(caseId));
  const mine = open.filter((task) => task.mine);
  const free = open.filter((task) => !task.mine);
  if (open.length === 0)
    return <EmptyState title={t("emptyTitle")} advice={t(inbox.online ? "emptyAdvice" : "emptyOffline")} />;
  return (
    <>
      {mine.length > 0 ? (
        <Panel title={t("mine", { count: mine.length })} flush>
          <Tasks tasks={mine} inbox={inbox} />
        </Panel>
      ) : null}
      {free.length > 0 ? (
        <Panel title={t("free", { count: free.length })} flush>
          <Tasks tasks={free} inbox={inbox} />
        </Panel>
      ) : null}
    </>
  );
}

function Tasks({ tasks, inbox }: { readonly tasks: readonly FieldTask[]; readonly inbox: FieldInbox }) {
  return (
    <ul className={classes.tasks}>
      {tasks.map((task) => (
        <TaskLine key={task.caseId} task={task} inbox={inbox} />
      ))}
    </ul>
  );
}

const PRIORITY_TONES = { low: "neutral", normal: "neutral", high: "warning", urgent: "danger" } as const;

function TaskLine({ task, inbox }: { readonly task: FieldTask; readonly inbox: FieldInbox }) {
  const { t } = useTranslation("inbox");
  const { locale } = useFormat();
  const [fault, setFault] = useState<string>();
  const title = task.title[locale];
  return (
    <li className={classes.task}>
      <div className={classes.taskHead}>
        <Link to={`#${task.caseId}`} className={classes.taskLink}>
          {title}
        </Link>
        {task.priority === "high" || task.priority === "urgent" ? (
          <StatusBadge tone={PRIORITY_TONES[task.priority]}>{t(`priority.${task.priority}`)}</StatusBadge>
        ) : null}
        {inbox.drafts.has(task.caseId) ? <StatusBadge tone="info">{t("draft")}</StatusBadge> : null}
      </div>
      <p className={classes.taskFacts}>
        {task.stepLabel[locale]}
        {title === task.serviceLabel[locale] ? null : ` · ${task.serviceLabel[locale]}`}
        {` · ${task.number}`}
      </p>
      {task.address ? <p className={classes.taskFacts}>{task.address}</p> : null}
      <div className={classes.taskEnd}>
        <Due dueAt={task.dueAt} />
        {task.mine ? null : (
          <Button
            variant="default"
            size="compact-md"
            disabled={!inbox.online || !inbox.ready}
            onClick={() =>
              void inbox.claim(task).then((refusal) => {
                setFault(refusal);
                if (refusal === undefined) notifyDone(t("claimed", { title }));
              })
            }
          >
            {t("claim")}
          </Button>
        )}
      </div>
      {fault ? (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      ) : null}
    </li>
  );
}

const MINUTE_MS = 60_000;

/** The time left, counted down; on the server, which has another clock, the hour itself. */
export function Due({ dueAt }: { readonly dueAt: string | null }) {
  const { t } = useTranslation("inbox");
  const format = useFormat();
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 2);
    return () => clearInterval(timer);
  }, []);
  if (dueAt === null) return <span className={classes.quiet}>{t("noLimit")}</span>;
  const left = now === undefined ? undefined : Date.parse(dueAt) - now;
  if (left === undefined)
    return <span className={classes.quiet}>{t("dueAt", { time: format.dateTime(dueAt) })}</span>;
  const span = format.duration(Math.max(60, Math.round(Math.abs(left) / 60_000) * 60));
  return (
    <span className={left < 0 ? classes.late : left < 30 * MINUTE_MS ? classes.soon : classes.quiet}>
      {t(left < 0 ? "overdue" : "left", { span })}
    </span>
  );
}
