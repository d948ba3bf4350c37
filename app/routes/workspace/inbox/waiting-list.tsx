import { Button } from "@mantine/core";
import { useNavigate } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { FormRenderer } from "#app/components/form-renderer/form-renderer.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { environmentOf } from "./environment.ts";
import classes from "./inbox.module.css";
import type { Submission, TaskSnapshot } from "./types.ts";
import type { FieldInbox, FieldPerson } from "./use-field-inbox.ts";

interface WaitingProps {
  readonly inbox: FieldInbox;
  readonly person: FieldPerson;
}

const TONES = { waiting: "info", refused: "danger", conflict: "danger" } as const;

/** What was filled in and has not arrived: waiting for a network, refused, or in conflict with what happened meanwhile. */
export function WaitingList({ inbox, person }: WaitingProps) {
  const { t } = useTranslation("inbox");
  if (inbox.queue.length === 0) return null;
  return (
    <Panel title={t("waiting", { count: inbox.queue.length })} flush>
      <ul className={classes.tasks}>
        {inbox.queue.map((submission) => (
          <WaitingLine key={submission.key} submission={submission} inbox={inbox} person={person} />
        ))}
      </ul>
    </Panel>
  );
}

function WaitingLine({ submission, inbox, person }: WaitingProps & { readonly submission: Submission }) {
  const { t } = useTranslation("inbox");
  const format = useFormat();
  const navigate = useNavigate();
  const { task, state, fault } = submission;
  const edit = () => void inbox.takeBack(submission, "form").then(() => navigate(`#${submission.caseId}`));
  const discard = (
    <ConfirmButton
      label={t("discard")}
      consequence={t("discardConsequence")}
      confirmLabel={t("discardConfirm")}
      danger
      variant="subtle"
      size="compact-md"
      onConfirm={() => void inbox.takeBack(submission, "nothing")}
    />
  );
  return (
    <li className={classes.task} data-state={state}>
      <div className={classes.taskHead}>
        <strong>{task.view.case.title[format.locale]}</strong>
        <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge>
      </div>
      <p className={classes.taskFacts}>
        {task.view.case.stepLabel[format.locale]} · {task.view.case.number} ·{" "}
        {t("doneAt", { time: format.dateTime(submission.doneAt) })}
      </p>
      {fault ? (
        <p role="alert" className={classes.fault}>
          {fault.message}
        </p>
      ) : null}
      {state === "conflict" ? (
        <Conflict submission={submission} inbox={inbox} person={person} edit={edit} discard={discard} />
      ) : (
        <div className={classes.end}>
          <Button variant="default" size="compact-md" onClick={edit}>
            {t(state === "refused" ? "mend" : "takeBack")}
          </Button>
          {state === "refused" ? discard : null}
        </div>
      )}
    </li>
  );
}

/** The task changed while this was filled in: both sides, and what can be done. */
function Conflict({
  submission,
  inbox,
  person,
  edit,
  discard,
}: WaitingProps & {
  readonly submission: Submission;
  readonly edit: () => void;
  readonly discard: React.ReactNode;
}) {
  const { t } = useTranslation("inbox");
  const { locale } = useFormat();
  const { now } = submission;
  const open =
    now?.view.taskNumber === submission.taskNumber &&
    now.view.case.state === "open" &&
    now.view.case.assigneeId === person.id;
  return (
    <>
      <div className={classes.sides}>
        <section aria-label={t("mySide")}>
          <h3>{t("mySide")}</h3>
          <Side task={submission.task} value={submission.data} inbox={inbox} person={person} />
        </section>
        <section aria-label={t("nowSide")}>
          <h3>{t("nowSide")}</h3>
          {now ? (
            <>
              <p className={classes.taskFacts}>
                {t(`caseState.${now.view.case.state}`)} · {now.view.case.stepLabel[locale]}
                {now.view.case.assigneeName ? ` · ${now.view.case.assigneeName}` : ""}
              </p>
              <Side task={now} value={now.view.data as JsonObject} inbox={inbox} person={person} />
            </>
          ) : (
            <p className={classes.taskFacts}>{t("gone")}</p>
          )}
        </section>
      </div>
      <p className={classes.quiet}>{t(open ? "conflictOpen" : "conflictClosed")}</p>
      <div className={classes.end}>
        {open ? (
          <>
            <Button
              size="compact-md"
              onClick={() => {
                const { fault: _, now: __, ...mine } = submission;
                void inbox.resend({ ...mine, state: "waiting", baseVersion: now.view.version });
              }}
            >
              {t("sendMine")}
            </Button>
            <Button size="compact-md" variant="default" onClick={edit}>
              {t("editAgain")}
            </Button>
          </>
        ) : null}
        <Button size="compact-md" variant="default" onClick={() => window.print()}>
          {t("printMine")}
        </Button>
        {discard}
      </div>
    </>
  );
}

function Side({
  task,
  value,
  inbox,
  person,
}: WaitingProps & { readonly task: TaskSnapshot; readonly value: JsonObject }) {
  const { t } = useTranslation("inbox");
  const { timeZone } = useFormat();
  if (task.form === null) return <p className={classes.taskFacts}>{t("noForm")}</p>;
  return (
    <FormRenderer
      form={task.form}
      value={value}
      mode="read"
      environment={environmentOf(task, person, timeZone)}
      ports={inbox.ports}
    />
  );
}
