import { Button, Radio } from "@mantine/core";
import { useNavigate } from "@remix-run/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { newAttachmentId } from "#app/components/form-renderer/attachment-id.ts";
import { FormRenderer } from "#app/components/form-renderer/form-renderer.tsx";
import { programFor } from "#app/components/form-renderer/programs.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { type FormEnvironment, validateForm, withDefaults } from "#engines/forms/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { environmentOf } from "./environment.ts";
import classes from "./inbox.module.css";
import { Due } from "./task-list.tsx";
import type { TaskSnapshot } from "./types.ts";
import type { FieldInbox, FieldPerson } from "./use-field-inbox.ts";

interface TaskPageProps {
  readonly caseId: string;
  readonly inbox: FieldInbox;
  readonly person: FieldPerson;
}

/** One task with its form. What is filled in lies on this device at every moment; sending it puts it into the queue. */
export function TaskPage({ caseId, inbox, person }: TaskPageProps) {
  const { t } = useTranslation("inbox");
  const [snapshot, setSnapshot] = useState<TaskSnapshot | "looking" | undefined>("looking");
  const { open } = inbox;
  const [version, setVersion] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once, and again after it was taken.
  useEffect(() => {
    void open(caseId).then(setSnapshot);
  }, [caseId, version]);
  if (snapshot === "looking")
    return (
      <p role="status" className={classes.quiet}>
        {t("opening")}
      </p>
    );
  if (snapshot === undefined)
    return (
      <>
        <PageHeader title={t("title")} back={{ to: "#list", label: t("back") }} />
        <EmptyState title={t("notHereTitle")} advice={t(inbox.online ? "goneAdvice" : "notHereAdvice")} />
      </>
    );
  return (
    <OpenTask
      key={snapshot.view.version}
      snapshot={snapshot}
      inbox={inbox}
      person={person}
      onClaimed={() => setVersion(version + 1)}
    />
  );
}

function OpenTask({
  snapshot,
  inbox,
  person,
  onClaimed,
}: Omit<TaskPageProps, "caseId"> & { readonly snapshot: TaskSnapshot; readonly onClaimed: () => void }) {
  const { t } = useTranslation("inbox");
  const { locale, timeZone } = useFormat();
  const navigate = useNavigate();
  const { view, form, caseId } = snapshot;
  const environment = useMemo(() => environmentOf(snapshot, person, timeZone), [snapshot, person, timeZone]);
  const kept = inbox.drafts.get(caseId);
  const draft = kept?.taskNumber === view.taskNumber ? kept : undefined;
  const [value, setValue] = useState<JsonObject>(() => draft?.value ?? startOf(snapshot, environment));
  const [outcome, setOutcome] = useState(draft?.outcome ?? "");
  const [checked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const mine = view.case.assigneeId === person.id;
  const waits = inbox.queue.some((one) => one.caseId === caseId);
  const save = useSaving(inbox, snapshot);

  const change = (next: JsonObject, chosen = outcome) => {
    setValue(next);
    setOutcome(chosen);
    save(next, chosen);
  };
  const noOutcome = view.outcomes.length > 0 && outcome === "";

  async function submit(): Promise<void> {
    setChecked(true);
    const faults = form === null ? [] : validateForm(programFor(form), value, environment);
    if (faults.length > 0 || noOutcome) {
      const first = faults[0]?.where?.path;
      const at = first === undefined ? "outcome" : `[data-field="${first}"]`;
      // After the faults have been drawn.
      setTimeout(
        () =>
          document.querySelector(first === undefined ? "#outcome" : at)?.scrollIntoView({ block: "center" }),
        50,
      );
      return;
    }
    save.stop();
    await inbox.enqueue({
      key: newAttachmentId(),
      caseId,
      taskNumber: view.taskNumber,
      baseVersion: draft?.version ?? view.version,
      outcome: outcome === "" ? undefined : outcome,
      data: value,
      doneAt: new Date().toISOString(),
      task: snapshot,
      state: "waiting",
    });
    notifyDone(t(navigator.onLine ? "sending" : "keptForLater"));
    navigate("#list");
  }

  return (
    <>
      <PageHeader
        title={view.case.title[locale]}
        back={{ to: "#list", label: t("back") }}
        badge={inbox.online ? null : <StatusBadge tone="warning">{t("offline")}</StatusBadge>}
        lead={
          <>
            {view.case.stepLabel[locale]} · {view.case.number} · <Due dueAt={view.case.dueAt} />
          </>
        }
      />
      <Panel>
        <KeyValue columns={2} items={factsOf(snapshot, t)} />
      </Panel>
      {waits ? (
        <p role="status" className={classes.warning}>
          {t("waitsAlready")}
        </p>
      ) : view.kind === null || view.kind === "wait" ? (
        <EmptyState title={t("nothingToDo")} advice={t("nothingToDoAdvice")} />
      ) : mine ? (
        <Panel title={form?.label[locale] ?? t("complete")} lead={form?.description?.[locale]}>
          <form
            noValidate
            className={classes.form}
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            {form === null ? null : (
              <FormRenderer
                form={form}
                value={value}
                onChange={(next) => change(next)}
                mode="edit"
                environment={environment}
                ports={inbox.ports}
                checked={checked}
              />
            )}
            {view.outcomes.length > 0 ? (
              <Radio.Group
                id="outcome"
                label={t("outcome")}
                withAsterisk
                value={outcome}
                onChange={(chosen) => change(value, chosen)}
                {...(checked && noOutcome ? { error: t("outcomeMissing") } : {})}
              >
                <div className={classes.outcomes}>
                  {view.outcomes.map(({ key, label }) => (
                    <Radio key={key} value={key} label={label[locale]} />
                  ))}
                </div>
              </Radio.Group>
            ) : null}
            <div className={classes.end}>
              <Button type="submit">{t(inbox.online ? "submit" : "submitLater")}</Button>
              <span className={classes.quiet}>{t("savedHere")}</span>
            </div>
          </form>
        </Panel>
      ) : (
        <Panel title={t("notYours")}>
          <p className={classes.quiet}>{t("notYoursAdvice")}</p>
          <Button
            disabled={!inbox.online}
            onClick={() => {
              const task = inbox.tasks.find((one) => one.caseId === caseId);
              if (task)
                void inbox
                  .claim(task)
                  .then((words) => (words === undefined ? onClaimed() : setRefusal(words)));
            }}
          >
            {t("claim")}
          </Button>
          {refusal ? (
            <p role="alert" className={classes.fault}>
              {refusal}
            </p>
          ) : null}
        </Panel>
      )}
    </>
  );
}

const SAVE_PAUSE_MS = 250;

/** Writes the draft a moment after the last change, and at once when the page goes away. */
function useSaving(
  inbox: FieldInbox,
  { caseId, view }: TaskSnapshot,
): ((value: JsonObject, outcome: string) => void) & { stop(): void } {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const pending = useRef<() => void>();
  const saveDraft = useRef(inbox.saveDraft);
  saveDraft.current = inbox.saveDraft;
  const { taskNumber, version } = view;
  const saver = useMemo(() => {
    const flush = () => {
      clearTimeout(timer.current);
      pending.current?.();
      pending.current = undefined;
    };
    const save = (value: JsonObject, outcome: string) => {
      const at = new Date().toISOString();
      const draft = { caseId, taskNumber, version, value, outcome: outcome === "" ? undefined : outcome, at };
      pending.current = () => void saveDraft.current(draft);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, SAVE_PAUSE_MS);
    };
    const stop = () => {
      clearTimeout(timer.current);
      pending.current = undefined;
    };
    return { flush, save: Object.assign(save, { stop }) };
  }, [caseId, taskNumber, version]);
  useEffect(() => {
    addEventListener("pagehide", saver.flush);
    return () => {
      removeEventListener("pagehide", saver.flush);
      saver.flush();
    };
  }, [saver]);
  return saver.save;
}

function startOf({ view, form }: TaskSnapshot, environment: FormEnvironment): JsonObject {
  const data = view.data as JsonObject;
  return form === null ? data : withDefaults(programFor(form), data, environment);
}

function factsOf({ view }: TaskSnapshot, t: (key: "customer" | "phone" | "address" | "navigate") => string) {
  const { customerName, address, longitude, latitude } = view.case;
  const phone = view.customerPhone;
  return [
    { label: t("customer"), value: customerName },
    { label: t("phone"), value: phone ? <a href={`tel:${phone}`}>{phone}</a> : null },
    {
      label: t("address"),
      value: address ? (
        <>
          {address}{" "}
          {longitude !== null && latitude !== null ? (
            <a href={`geo:${latitude},${longitude}`}>{t("navigate")}</a>
          ) : null}
        </>
      ) : null,
    },
  ];
}
