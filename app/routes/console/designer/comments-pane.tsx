import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { uuidv7 } from "uuidv7";
import {
  addComment,
  COMMENT_LENGTH_MAX,
  type Comment,
  removeComment,
  resolveComment,
  type Thread,
} from "#app/collab/document/comments.ts";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import { DateTime } from "#app/components/format/values.tsx";
import { Panel } from "#app/components/panel.tsx";
import classes from "./designer.module.css";

interface CommentsPaneProps {
  readonly item: string;
  /** The field whose comments were asked for; undefined: those of the whole item. */
  readonly path: string | undefined;
  readonly onPath: (path: string | undefined) => void;
}

/** What is said about the item and its fields; anybody who edits may answer, settle and open again. */
export function CommentsPane({ item, path, onPath }: CommentsPaneProps) {
  const { t } = useTranslation("designer");
  const { threads, canChange } = useDraft();
  const [settled, setSettled] = useState(false);
  const here = threads.filter(
    (thread) => thread.item === item && (path === undefined || thread.path === path),
  );
  const open = here.filter(({ resolvedByName }) => resolvedByName === undefined);
  const shown = settled ? here : open;
  return (
    <Panel
      title={t("comments.title")}
      lead={path === undefined || path === "" ? undefined : path}
      actions={
        path === undefined ? null : (
          <Button size="compact-sm" variant="subtle" onClick={() => onPath(undefined)}>
            {t("comments.all")}
          </Button>
        )
      }
    >
      {shown.length === 0 ? <p className={classes.quiet}>{t("comments.none")}</p> : null}
      <ul className={classes.threads}>
        {shown.map((thread) => (
          <ThreadView key={thread.id} thread={thread} showPath={path === undefined} />
        ))}
      </ul>
      {here.length > open.length ? (
        <Button size="compact-sm" variant="subtle" onClick={() => setSettled((all) => !all)}>
          {settled
            ? t("comments.hideSettled")
            : t("comments.showSettled", { count: here.length - open.length })}
        </Button>
      ) : null}
      {canChange ? <Say item={item} path={path ?? ""} label={t("comments.say")} /> : null}
    </Panel>
  );
}

function ThreadView({ thread, showPath }: { readonly thread: Thread; readonly showPath: boolean }) {
  const { t } = useTranslation("designer");
  const { store, frame, canChange } = useDraft();
  const [answering, setAnswering] = useState(false);
  const isSettled = thread.resolvedByName !== undefined;
  const act = (label: string, run: () => void) => (
    <Button size="compact-xs" variant="subtle" onClick={run}>
      {label}
    </Button>
  );
  return (
    <li className={classes.thread} data-settled={isSettled || undefined}>
      {showPath && thread.path !== "" ? <p className={classes.place}>{thread.path}</p> : null}
      {[thread, ...thread.answered].map((comment) => (
        <Said key={comment.id} comment={comment} />
      ))}
      {isSettled ? (
        <p className={classes.quiet}>{t("comments.settledBy", { name: thread.resolvedByName })}</p>
      ) : null}
      {canChange ? (
        <div className={classes.buttons}>
          {act(t("comments.answer"), () => setAnswering(true))}
          {act(isSettled ? t("comments.reopen") : t("comments.settle"), () =>
            store?.transact((doc) =>
              resolveComment(doc, thread.id, isSettled ? undefined : frame.person.name),
            ),
          )}
          {thread.by === frame.person.id
            ? act(t("comments.remove"), () => store?.transact((doc) => removeComment(doc, thread.id)))
            : null}
        </div>
      ) : null}
      {answering ? (
        <Say
          item={thread.item}
          path={thread.path}
          answers={thread.id}
          label={t("comments.answer")}
          onSaid={() => setAnswering(false)}
        />
      ) : null}
    </li>
  );
}

function Said({ comment }: { readonly comment: Comment }) {
  return (
    <div className={classes.said}>
      <p className={classes.saidHead}>
        <strong>{comment.byName}</strong> <DateTime at={new Date(comment.atMs).toISOString()} />
      </p>
      <p className={classes.saidText}>{comment.text}</p>
    </div>
  );
}

function Say(props: {
  readonly item: string;
  readonly path: string;
  readonly label: string;
  readonly answers?: string;
  readonly onSaid?: () => void;
}) {
  const { item, path, label, answers, onSaid } = props;
  const { t } = useTranslation("designer");
  const { store, frame } = useDraft();
  const [text, setText] = useState("");
  const say = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === "" || !store) return;
    store.transact((doc) =>
      addComment(doc, {
        id: uuidv7(),
        item,
        path,
        text: text.trim(),
        by: frame.person.id,
        byName: frame.person.name,
        atMs: Date.now(),
        ...(answers === undefined ? {} : { answers }),
      }),
    );
    setText("");
    onSaid?.();
  };
  return (
    <form onSubmit={say} className={classes.say}>
      <Textarea
        aria-label={label}
        placeholder={label}
        autosize
        minRows={2}
        maxLength={COMMENT_LENGTH_MAX}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="compact-sm" variant="default" disabled={text.trim() === ""}>
        {t("comments.send")}
      </Button>
    </form>
  );
}
