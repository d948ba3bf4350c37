import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { useLive } from "#app/components/progress/use-live.ts";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { SERVICE_CATEGORIES } from "#schema/blueprint/service/schema.ts";
import classes from "./board.module.css";
import { BoardCard } from "./board-card.tsx";
import { actOnCase } from "./case-action.server.ts";
import { Refusal } from "./refusal.tsx";
import { useSteer } from "./use-steer.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const service = search.get("service") || undefined;
  const { case: cases } = context.caller;
  const [board, workers, services] = await Promise.all([
    cases.showBoard({
      search: search.get("search") || undefined,
      service,
      category: SERVICE_CATEGORIES.find((each) => each === search.get("category")),
    }),
    cases.listWorkers({}),
    cases.listOffered(),
  ]);
  return {
    ...board,
    workers: workers.filter(({ roles }) =>
      roles.some((role) => role !== "auditor" && role !== "upper-viewer"),
    ),
    services: services.map(({ key, label }) => ({ key, label })),
    steps: services.find(({ key }) => key === service)?.steps ?? null,
    now: Date.now(),
    title: translator(context.locale, "cases")("board.title"),
  };
});

export const action = formAction(actOnCase);

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
export type BoardCase = Loaded["cases"][number];

const COLUMNS = ["free", "assigned", "visit", "held", "done"] as const;
type Column = (typeof COLUMNS)[number];

/** Where a card lies by its state; with a service chosen the columns are its steps instead. */
function columnOf(card: BoardCase): Column {
  if (card.state === "completed") return "done";
  if (card.state === "held") return "held";
  if (card.kind === "return-visit") return "visit";
  return card.assigneeId === null && card.kind !== "wait" ? "free" : "assigned";
}

export default function BoardPage() {
  const { t } = useTranslation("cases");
  const { cases, more, services, steps } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const href = useTenantHref();
  useLive(href("api/cases/changes?seconds=300"));
  const steer = useSteer();
  const columns = steps
    ? [
        ...steps.map(({ key, label }) => ({ key, title: label[locale] })),
        { key: "done", title: t("board.done") },
      ]
    : COLUMNS.map((key) => ({ key: key as string, title: t(`board.${key}`) }));
  const keyOf = (card: BoardCase): string =>
    steps && card.state !== "completed" ? card.step : columnOf(card);
  const drop = (column: string, card: BoardCase): void => {
    if (steps) return;
    if (column === "free" && card.assigneeId !== null) steer.assign(card.id, null);
    if (column === "held" && card.state === "open") steer.hold(card.id);
    if (column === "assigned" && card.state === "held") steer.resume(card.id);
  };
  return (
    <>
      <PageHeader
        title={t("board.title")}
        lead={more ? t("board.more") : t("board.lead")}
        actions={<Link to={href("workspace/dispatch")}>{t("board.toMap")}</Link>}
      />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("list.search") },
          {
            kind: "choice",
            name: "service",
            label: t("board.byState"),
            options: services.map(({ key, label }) => ({ value: key, label: label[locale] })),
          },
          {
            kind: "choice",
            name: "category",
            label: t("board.allCategories"),
            options: SERVICE_CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) })),
          },
        ]}
      />
      <Refusal result={steer.result} all />
      <People onDrop={(personId, card) => steer.assign(card.id, personId)} />
      <div className={classes.board}>
        {columns.map(({ key, title }) => {
          const cards = cases.filter((card) => keyOf(card) === key);
          return (
            <BoardColumn key={key} title={title} count={cards.length} onDrop={(card) => drop(key, card)}>
              {cards.length === 0 ? <p className={classes.none}>{t("board.none")}</p> : null}
              {cards.map((card) => (
                <BoardCard key={card.id} card={card} steer={steer} />
              ))}
            </BoardColumn>
          );
        })}
      </div>
    </>
  );
}

interface BoardColumnProps {
  readonly title: string;
  readonly count: number;
  readonly onDrop: (card: BoardCase) => void;
  readonly children: React.ReactNode;
}

function BoardColumn({ title, count, onDrop, children }: BoardColumnProps) {
  const target = useDropTarget(onDrop);
  return (
    <section className={classes.column} aria-label={title} {...target}>
      <h2 className={classes.head}>
        {title}
        <span className={classes.count}>{count}</span>
      </h2>
      {children}
    </section>
  );
}

/** The people with what they have to do: a card is dropped on one to give it to them. */
function People({ onDrop }: { readonly onDrop: (personId: string, card: BoardCase) => void }) {
  const { t } = useTranslation("cases");
  const { workers } = useLoaderData<typeof loader>();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, by the keyboard too (WCAG 2.1.1).
    <ul className={classes.people} aria-label={t("board.people")} tabIndex={0}>
      {workers.map((worker) => (
        <Person key={worker.personId} worker={worker} onDrop={(card) => onDrop(worker.personId, card)} />
      ))}
    </ul>
  );
}

function Person({
  worker,
  onDrop,
}: {
  readonly worker: Loaded["workers"][number];
  readonly onDrop: (card: BoardCase) => void;
}) {
  const { t } = useTranslation("cases");
  const target = useDropTarget(onDrop);
  return (
    <li className={classes.person} {...target}>
      {worker.name}
      <span className={classes.count}>{t("steer.load", { count: worker.load })}</span>
    </li>
  );
}

function useDropTarget(onDrop: (card: BoardCase) => void) {
  const { cases } = useLoaderData<typeof loader>();
  const [over, setOver] = useState(false);
  return {
    "data-over": over || undefined,
    onDragOver: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(false);
      const card = cases.find(({ id }) => id === event.dataTransfer.getData("text/plain"));
      if (card) onDrop(card);
    },
  };
}
