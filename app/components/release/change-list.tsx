import { useTranslation } from "react-i18next";
import type { Words } from "#engines/kernel/errors.ts";
import { EmptyState } from "../empty-state.tsx";
import { usePageRoot } from "../page-root.ts";
import { StatusBadge } from "../status-badge.tsx";
import classes from "./release.module.css";

/** A change of one item as `describeChanges` tells it. */
export interface ShownChange {
  readonly kind: string;
  readonly key: string;
  readonly change: "added" | "removed" | "changed";
  readonly kindName: Words;
  readonly name: Words | null;
  readonly guarded: "money" | "safety" | null;
  readonly words: readonly Words[];
  readonly impact: readonly { readonly words: Words }[];
}

const TONES = { added: "success", removed: "danger", changed: "info" } as const;
/** Sentences shown at once; more are folded away. */
const SHOWN = 12;

/** What is different between two releases, item by item, in sentences, with what each change touches. */
export function ChangeList({ changes }: { readonly changes: readonly ShownChange[] }) {
  const { t } = useTranslation("releases");
  const { locale } = usePageRoot();
  if (changes.length === 0) return <EmptyState title={t("change.none")} advice={t("change.noneAdvice")} />;
  return (
    <ul className={classes.list}>
      {changes.map(({ kind, key, change, kindName, name, guarded, words, impact }) => (
        <li key={`${kind}/${key}`} className={classes.item}>
          <h3 className={classes.head}>
            {name?.[locale] ?? key}
            <StatusBadge tone={TONES[change]}>{t(`change.${change}`)}</StatusBadge>
            {guarded === null ? null : (
              <StatusBadge tone="warning">{t(`change.guarded.${guarded}`)}</StatusBadge>
            )}
            <span className={classes.quiet}>{`${kindName[locale]} · ${key}`}</span>
          </h3>
          {impact.map((each) => (
            <p key={each.words.en} className={classes.impact}>
              {each.words[locale]}
            </p>
          ))}
          <Sentences words={words.map((each) => each[locale])} />
        </li>
      ))}
    </ul>
  );
}

function Sentences({ words }: { readonly words: readonly string[] }) {
  const { t } = useTranslation("releases");
  if (words.length === 0) return <p className={classes.message}>{t("change.unsaid")}</p>;
  const [first, rest] = [words.slice(0, SHOWN), words.slice(SHOWN)];
  return (
    <>
      <List sentences={first} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{t("change.more", { count: rest.length })}</summary>
          <List sentences={rest} />
        </details>
      )}
    </>
  );
}

function List({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <ul className={classes.words}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
