import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useNavigate, useSearchParams } from "@remix-run/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { designers } from "#app/components/designers/designer.ts";
import { controlId } from "#app/components/designers/form/form-context.ts";
import type { Schema } from "#app/components/designers/form/json-schema.ts";
import { type FieldMarks, FieldMarksProvider } from "#app/components/designers/form/marks.ts";
import { SchemaForm } from "#app/components/designers/form/schema-form.tsx";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { notifyUndo } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { page } from "#app/web/page.server.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { locksOf } from "#schema/blueprint/lock/locked.ts";
import { locate, parsePointer } from "#schema/blueprint/pointer.ts";
import { CommentsPane } from "./comments-pane.tsx";
import classes from "./designer.module.css";
import { HistoryView } from "./history-view.tsx";
import { NewItem } from "./new-item.tsx";
import { Preview } from "./preview.tsx";
import { ProblemList } from "./problem-list.tsx";
import { TextView } from "./text-view.tsx";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const { kind = "", key = "" } = params;
  const facts = await context.caller.draft.showItem({ kind, key });
  return { facts, title: `${facts.kindName[context.locale]} ${key}` };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

const VIEWS = ["form", "text", "preview", "history"] as const;
const TONES = { own: "accent", inherited: "neutral", overridden: "info" } as const;

/** One item of the draft: its designer, its text, how it will look, who changed it, what is said about it. */
export default function DesignerItem() {
  const { t } = useTranslation("designer");
  const { facts } = useLoaderData<typeof loader>();
  const { kind, key } = facts;
  const { itemOf, problems, ready } = useDraft();
  const { locale } = usePageRoot();
  const href = useTenantHref();
  const [search] = useSearchParams();
  const view = VIEWS.find((name) => name === search.get("view")) ?? "form";
  const [commented, setCommented] = useState<string>();
  // A designer of the kind's own has a side of its own; what is said stands below it then.
  const wide = view === "form" && designers[kind] !== undefined;
  const aside = useRef<HTMLElement>(null);
  useEffect(() => {
    if (wide && commented !== undefined) aside.current?.scrollIntoView({ block: "center" });
  }, [wide, commented]);
  const schema = useMemo(() => JSON.parse(facts.schema) as Schema, [facts.schema]);
  const item = itemOf(kind, key);
  const back = { to: href("console/designer"), label: t("title") };
  if (item === undefined)
    return (
      <>
        <PageHeader title={key} lead={facts.kindName[locale]} back={back} />
        <EmptyState
          title={t("item.goneTitle")}
          advice={ready ? t("item.goneAdvice") : t("status.connecting")}
        />
      </>
    );
  const own = problems.filter((problem) =>
    [`${kind}/${key}`, `override/${kind}.${key}`].includes(problem.item),
  );
  return (
    <>
      <PageHeader
        title={item.title?.[locale] || key}
        lead={`${facts.kindName[locale]} · ${key}`}
        badge={<StatusBadge tone={TONES[item.origin]}>{t(`origin.${item.origin}`)}</StatusBadge>}
        back={back}
        actions={<Actions kind={kind} itemKey={key} />}
      />
      {facts.impact.length === 0 ? null : (
        <ul className={classes.impact} aria-label={t("item.touches")}>
          {facts.impact.map((words) => (
            <li key={words.en}>{words[locale]}</li>
          ))}
        </ul>
      )}
      <nav className={classes.views} aria-label={t("item.views")}>
        {VIEWS.map((name) => (
          <Link
            key={name}
            to={name === "form" ? "?" : `?view=${name}`}
            preventScrollReset
            className={classes.view}
            aria-current={name === view ? "page" : undefined}
          >
            {t(`view.${name}`)}
          </Link>
        ))}
      </nav>
      {wide ? <ProblemList problems={own} /> : null}
      <div className={classes.columns} data-wide={wide || undefined}>
        <div>
          {view === "form" ? <ItemForm schema={schema} onComment={setCommented} /> : null}
          {view === "text" ? <TextView content={item.content} schema={schema} /> : null}
          {view === "preview" ? <Preview item={item} /> : null}
          {view === "history" ? <HistoryView facts={facts} /> : null}
        </div>
        <aside className={classes.aside} ref={aside}>
          {wide ? null : <ProblemList problems={own} />}
          <CommentsPane item={`${kind}/${key}`} path={commented} onPath={setCommented} />
        </aside>
      </div>
    </>
  );
}

function Actions({ kind, itemKey }: { readonly kind: string; readonly itemKey: string }) {
  const { t } = useTranslation("designer");
  const { itemOf, store, canChange } = useDraft();
  const navigate = useNavigate();
  const href = useTenantHref();
  const item = itemOf(kind, itemKey);
  if (!canChange || !item) return null;
  const remove = (): void => {
    store?.remove(kind, itemKey);
    const isOwn = item.origin === "own";
    notifyUndo({
      message: isOwn ? t("item.removed", { key: itemKey }) : t("item.followsAgain", { key: itemKey }),
      undoLabel: t("bar.undo"),
      onUndo: () => store?.undo(),
    });
    if (isOwn) void navigate(href("console/designer"));
  };
  return (
    <>
      <NewItem from={{ kind, key: itemKey }} />
      {item.origin === "inherited" ? null : (
        <Button variant="default" onClick={remove}>
          {item.origin === "own" ? t("item.remove") : t("item.followAgain")}
        </Button>
      )}
    </>
  );
}

interface ItemFormProps {
  readonly schema: Schema;
  readonly onComment: (path: string) => void;
}

function ItemForm({ schema, onComment }: ItemFormProps) {
  const { t } = useTranslation("designer");
  const { facts } = useLoaderData<typeof loader>();
  const { kind, key } = facts;
  const draft = useDraft();
  const { itemOf, store, problems, canChange, frame, upper } = draft;
  const { locale } = usePageRoot();
  const item = itemOf(kind, key);
  const marks = useMarks(`${kind}/${key}`, onComment);
  useFieldOfAddress();
  const change = useCallback(
    (pointer: string, value: Json | undefined) => store?.change(kind, key, pointer, value),
    [store, kind, key],
  );
  const content = item?.content;
  const inherited = item?.origin !== "own";
  const locked = useMemo(() => {
    const above = upper.get(`${kind}/${key}`);
    if (above === undefined || !inherited) return undefined;
    const lockAt = locksOf(frame.upper, { kind, key, content: above });
    return (pointer: string) => {
      const found = locate(above, parsePointer(pointer) ?? []);
      return lockAt("place" in found ? found.place : (parsePointer(pointer) ?? []));
    };
  }, [upper, frame.upper, kind, key, inherited]);
  if (content === undefined) return null;
  const Designer = designers[kind];
  const props = {
    schema,
    content,
    change,
    problems: problems.filter((problem) =>
      [`${kind}/${key}`, `override/${kind}.${key}`].includes(problem.item),
    ),
    readOnly: !canChange,
    locale,
    itemKey: key,
    ...(locked ? { locked } : {}),
  };
  return (
    <Panel {...(inherited ? { lead: t("item.inheritedLead"), title: facts.kindName[locale] } : {})}>
      <FieldMarksProvider value={marks}>
        {Designer ? <Designer {...props} /> : <SchemaForm {...props} />}
      </FieldMarksProvider>
    </Panel>
  );
}

/** Who is where in the item, what is said about its fields; and tells the others where this person is. */
function useMarks(item: string, onComment: (path: string) => void): FieldMarks {
  const { state, threads, store } = useDraft();
  useEffect(() => {
    store?.client.moveTo(item, "");
    return () => store?.client.moveTo("", "");
  }, [store, item]);
  return useMemo(
    () => ({
      presentAt: (pointer) =>
        state.others.filter((who) => who.item === item && who.path === pointer).map(({ name }) => name),
      commentsAt: (pointer) =>
        threads.filter((thread) => thread.item === item && thread.path === pointer && !thread.resolvedByName)
          .length,
      enter: (pointer) => store?.client.moveTo(item, pointer),
      openComments: onComment,
    }),
    [state.others, threads, store, item, onComment],
  );
}

/** The field that the address names: a problem, or what was searched for, led here. */
function useFieldOfAddress(): void {
  const [search] = useSearchParams();
  const field = search.get("field");
  useEffect(() => {
    if (!field) return;
    // The field itself, or the nearest part of the form that holds it.
    for (let path = field; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
      const control = document.getElementById(controlId(path));
      if (!control) continue;
      control.scrollIntoView({ block: "center" });
      control.focus({ preventScroll: true });
      return;
    }
  }, [field]);
}
