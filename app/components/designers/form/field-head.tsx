import { ActionIcon } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fieldWords } from "#schema/blueprint/field-words.ts";
import { IconClose, IconComment, IconLock } from "../../icons.ts";
import classes from "./form.module.css";
import { type NodeProps, useForm } from "./form-context.ts";
import { useFieldMarks } from "./marks.ts";

/** Everything about a field beside its value: its name, whether it is locked and why, who is in it, its comments. */
export function useField({ pointer, name, label }: NodeProps) {
  const { problems, readOnly, locale, lockedAt } = useForm();
  const lock = lockedAt(pointer);
  const faults = problems.filter(({ path }) => path === pointer);
  return {
    words: label ?? fieldWords(name, locale),
    disabled: readOnly || lock !== undefined,
    lock,
    error: faults.length === 0 ? undefined : faults.map(({ message }) => message[locale]).join(" "),
  };
}

interface FieldHeadProps {
  readonly node: NodeProps;
  /** The control that it names; without one it heads a group. */
  readonly htmlFor?: string;
}

export function FieldHead({ node, htmlFor }: FieldHeadProps) {
  const { t } = useTranslation("designer");
  const { locale, readOnly, lockedAt } = useForm();
  const { words, lock } = useField(node);
  const { presentAt, commentsAt, openComments } = useFieldMarks();
  const comments = commentsAt(node.pointer);
  const present = presentAt(node.pointer);
  // Said once, at the part that is locked; below it the sign is enough.
  const heldLocked = lockedAt(node.pointer.slice(0, node.pointer.lastIndexOf("/"))) !== undefined;
  return (
    <span className={classes.head}>
      {htmlFor ? (
        <label htmlFor={htmlFor} className={classes.label}>
          {words}
          {node.required ? (
            <span aria-hidden className={classes.star}>
              {" *"}
            </span>
          ) : null}
        </label>
      ) : (
        <span className={classes.label}>{words}</span>
      )}
      {lock ? (
        <span className={classes.lock} title={lock[locale]}>
          <IconLock size={13} stroke={1.8} aria-hidden />
          {heldLocked ? (
            <span className="m-visually-hidden">{t("field.locked", { reason: lock[locale] })}</span>
          ) : (
            t("field.locked", { reason: lock[locale] })
          )}
        </span>
      ) : null}
      {present.map((who) => (
        <span key={who} className={classes.who}>
          {who}
        </span>
      ))}
      {openComments === undefined ? null : (
        <button
          type="button"
          className={classes.comment}
          data-some={comments > 0 || undefined}
          onClick={() => openComments(node.pointer)}
          aria-label={t("field.comments", { field: words, count: comments })}
        >
          <IconComment size={14} stroke={1.7} aria-hidden />
          {comments > 0 ? comments : null}
        </button>
      )}
      {node.onRemove && !readOnly && !lock ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xs"
          onClick={node.onRemove}
          aria-label={t("field.remove", { field: words })}
        >
          <IconClose size={13} stroke={1.8} />
        </ActionIcon>
      ) : null}
    </span>
  );
}
