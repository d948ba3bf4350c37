import { NativeSelect } from "@mantine/core";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CasePriority, TimeLeft } from "#app/components/case/case-badges.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import classes from "./board.module.css";
import type { BoardCase, loader } from "./board.tsx";
import type { Steer } from "./use-steer.ts";

/** One case on the board: dragged to a person or a column, or given to somebody by its own choice, for the keyboard. */
export function BoardCard({ card, steer }: { readonly card: BoardCase; readonly steer: Steer }) {
  const { t } = useTranslation("cases");
  const { now, workers } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const href = useTenantHref();
  const running = card.state === "open" || card.state === "held";
  const movable = running && card.kind !== "wait";
  const able = workers.filter(({ roles }) => card.role === null || roles.includes(card.role));
  return (
    <article
      className={classes.card}
      draggable={movable}
      data-overdue={card.overdue && running ? "" : undefined}
      onDragStart={(event) => event.dataTransfer.setData("text/plain", card.id)}
    >
      <Link to={href(`workspace/cases/${card.id}`)} className={classes.title}>
        {card.title[locale]} · {card.stepLabel[locale]}
      </Link>
      <p className={classes.line}>
        <span className="m-number">{card.number}</span> {card.customerName ?? ""} {card.address ?? ""}
      </p>
      {running ? (
        <div className={classes.marks}>
          <CasePriority priority={card.priority} quiet />
          <TimeLeft dueAt={card.dueAt} now={now} held={card.state === "held"} />
        </div>
      ) : null}
      {movable ? (
        <NativeSelect
          key={card.assigneeId ?? ""}
          size="xs"
          aria-label={`${t("board.give")} ${card.number}`}
          defaultValue={card.assigneeId ?? ""}
          disabled={steer.busy}
          onChange={(event) => steer.assign(card.id, event.currentTarget.value || null, card.assigneeId)}
          data={[
            { value: "", label: t("steer.nobody") },
            ...able.map(({ personId, name }) => ({ value: personId, label: name })),
            ...(card.assigneeId === null || able.some(({ personId }) => personId === card.assigneeId)
              ? []
              : [{ value: card.assigneeId, label: card.assigneeName ?? "–" }]),
          ]}
        />
      ) : (
        <p className={classes.line}>{card.assigneeName ?? ""}</p>
      )}
    </article>
  );
}
