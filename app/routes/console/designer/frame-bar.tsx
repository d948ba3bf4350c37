import { ActionIcon, Button, Modal, Textarea } from "@mantine/core";
import { Form, useActionData, useNavigation, useSubmit } from "@remix-run/react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import { IconAlert, IconArrowBack, IconRedo, IconSearch } from "#app/components/icons.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import { StatusBadge, type Tone } from "#app/components/status-badge.tsx";
import type { FormResult } from "#app/web/page-fault.ts";
import { partsOfName } from "#schema/blueprint/item.ts";
import { Conflicts } from "./conflicts.tsx";
import classes from "./designer.module.css";
import { SearchEverything } from "./search-everything.tsx";

/** Above every page of the designer: whether all is kept, who else is here, undo, search, and the way to a release. */
export function FrameBar() {
  const { t } = useTranslation("designer");
  const { store, canUndo, canRedo, canChange, state } = useDraft();
  const [searching, setSearching] = useState(false);
  useShortcuts(() => setSearching(true));
  const tool = (label: string, icon: ReactNode, run: () => void, disabled = false) => (
    <ActionIcon
      variant="default"
      size="lg"
      onClick={run}
      disabled={disabled}
      aria-label={label}
      title={label}
    >
      {icon}
    </ActionIcon>
  );
  return (
    <div className={classes.bar}>
      <output className={classes.status} data-status={state.status}>
        <SaveState />
      </output>
      <People />
      <span className={classes.grow} />
      {tool(t("bar.undo"), <IconArrowBack size={17} stroke={1.7} />, () => store?.undo(), !canUndo)}
      {tool(t("bar.redo"), <IconRedo size={17} stroke={1.7} />, () => store?.redo(), !canRedo)}
      {tool(t("bar.search"), <IconSearch size={17} stroke={1.7} />, () => setSearching(true))}
      {canChange ? <Review /> : null}
      <SearchEverything opened={searching} onClose={() => setSearching(false)} />
      <Notices />
    </div>
  );
}

/** Ctrl-K (⌘K) searches; Ctrl-Z and Ctrl-Shift-Z undo and redo what this person did, whatever the field. */
function useShortcuts(search: () => void): void {
  const { store } = useDraft();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      const key = event.key.toLowerCase();
      const run =
        key === "k"
          ? search
          : key === "z"
            ? () => (event.shiftKey ? store?.redo() : store?.undo())
            : key === "y"
              ? () => store?.redo()
              : undefined;
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [store, search]);
}

function SaveState() {
  const { t } = useTranslation("designer");
  const { state, ready } = useDraft();
  const [tone, words]: [Tone, string] =
    state.status === "online"
      ? state.unsaved
        ? ["info", t("status.saving")]
        : ["success", t("status.saved")]
      : state.status === "connecting"
        ? ["neutral", ready ? t("status.offline") : t("status.connecting")]
        : state.status === "offline"
          ? ["warning", state.unsaved ? t("status.offlineUnsaved") : t("status.offline")]
          : ["danger", t(`status.${state.status}`)];
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}

function People() {
  const { t } = useTranslation("designer");
  const { state, frame, kindWords } = useDraft();
  const others = state.others.filter(({ id }) => id !== state.me?.id);
  if (others.length === 0) return null;
  return (
    <ul className={classes.people} aria-label={t("bar.people")}>
      {others.map(({ id, name, personId, item }) => {
        const { kind, key } = partsOfName(item);
        const where = item === "" ? t("bar.inList") : `${kindWords(kind)} ${key}`;
        return (
          <li key={id} className={classes.person} title={`${name} · ${where}`}>
            <span className={classes.initial} aria-hidden>
              {name.slice(0, 1)}
            </span>
            <span className={classes.personWords}>
              {personId === frame.person.id ? t("bar.you") : name}
              <span className={classes.where}>{where}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Sends the draft, as it is kept, to a second person. */
function Review() {
  const { t } = useTranslation("designer");
  const { problems, state, frame } = useDraft();
  const [opened, setOpened] = useState(false);
  const { locale } = usePageRoot();
  const { state: sending } = useNavigation();
  const result = useActionData<FormResult<never>>();
  const submit = useSubmit();
  const errors = problems.filter(({ severity }) => severity === "error");
  const mayNot =
    errors.length > 0 || state.status !== "online" || state.unsaved || frame.conflicts.length > 0;
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t("review.open")}</Button>
      <Modal
        lockScroll={false}
        opened={opened}
        onClose={() => setOpened(false)}
        closeButtonProps={{ "aria-label": t("close") }}
        title={t("review.title")}
        size="lg"
      >
        <Form method="post" className={classes.stack}>
          <input type="hidden" name="intent" value="propose" />
          <p className={classes.quiet}>{t("review.lead")}</p>
          {errors.length > 0 ? (
            <div role="alert" className={classes.refusal}>
              <p>{t("review.errors", { count: errors.length })}</p>
              <ul>
                {errors.slice(0, 5).map(({ item, path, message }) => (
                  <li key={`${item}${path}`}>
                    {item} {path}: {message[locale]}
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
          {result && !result.ok ? <p className={classes.refusal}>{result.fault.message}</p> : null}
          <Textarea
            name="note"
            label={t("review.note")}
            description={t("review.noteHint")}
            autosize
            minRows={3}
            required
          />
          <div className={classes.buttons}>
            <ConfirmButton
              label={t("review.discard")}
              consequence={t("review.discardConsequence")}
              confirmLabel={t("review.discard")}
              danger
              onConfirm={() => submit({ intent: "discard" }, { method: "post" })}
            />
            <span className={classes.grow} />
            <Button variant="default" onClick={() => setOpened(false)}>
              {t("review.later")}
            </Button>
            <Button type="submit" disabled={mayNot} loading={sending === "submitting"}>
              {t("review.send")}
            </Button>
          </div>
        </Form>
      </Modal>
    </>
  );
}

const ENDED = ["signed-out", "closed", "refused"] as const;

/** What the person must know or decide: no session, a refusal, a release that was published meanwhile. */
function Notices() {
  const { t } = useTranslation("designer");
  const { state } = useDraft();
  const { locale } = usePageRoot();
  const ended = ENDED.find((status) => status === state.status);
  return (
    <>
      {ended || state.reason ? (
        <div role="alert" className={classes.notice}>
          <IconAlert size={17} stroke={1.7} aria-hidden />
          <p>
            {ended ? t(`notice.${ended}`) : null} {state.reason?.words[locale]}
          </p>
          {ended ? (
            <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
              {t("notice.reload")}
            </Button>
          ) : null}
        </div>
      ) : null}
      <Conflicts />
    </>
  );
}
