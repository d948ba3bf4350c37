import { Button, Radio, Textarea } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { ChangeList } from "#app/components/release/change-list.tsx";
import { ConflictSides, type ShownConflict } from "#app/components/release/conflict-sides.tsx";
import { DriftTable } from "#app/components/release/drift-table.tsx";
import { ProblemList } from "#app/components/release/problem-list.tsx";
import { Refusal } from "#app/components/release/refusal.tsx";
import classes from "#app/components/release/release.module.css";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";

/** Names of the radios that settle a conflict. */
const SETTLED = "settled:";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const mayCompare = context.permissions.includes("compare:tenant");
  const [upgrade, drift] = await Promise.all([
    context.caller.blueprint.showUpgrade({}),
    mayCompare ? context.caller.blueprint.reportDrift() : [],
  ]);
  return { upgrade, drift, title: translator(context.locale, "releases")("upgrade.title") };
});

export const action = formAction<null>(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const settled = Object.fromEntries(
    [...form]
      .filter(([name]) => name.startsWith(SETTLED))
      .map(([name, choice]) => [name.slice(SETTLED.length), choice === "mine" ? "mine" : "theirs"] as const),
  );
  const { number, proposalId } = await context.caller.blueprint.applyUpgrade({
    to: Number(form.get("to")),
    settled,
    note: String(form.get("note") ?? ""),
  });
  throw redirect(
    `${context.tenant?.base ?? ""}/console/releases/${proposalId === null ? number : `proposals/${proposalId}`}`,
  );
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** What the upper tier offers, settled with the local changes; and, for an upper tier, who below differs where. */
export default function UpgradesPage() {
  const { t } = useTranslation("releases");
  const { upgrade, drift } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={t("upgrade.title")} lead={t("upgrade.lead")} />
      {upgrade.state === "offered" ? <Offer /> : null}
      {upgrade.state === "current" ? (
        <EmptyState
          title={t("upgrade.current", { number: upgrade.from })}
          advice={t("upgrade.currentAdvice")}
        />
      ) : null}
      {upgrade.state === "none" && drift.length === 0 ? (
        <EmptyState title={t("upgrade.none")} advice={t("upgrade.noneAdvice")} />
      ) : null}
      {drift.length === 0 ? null : (
        <Panel title={t("drift.title")} lead={t("drift.lead")} flush>
          <DriftTable rows={drift} />
        </Panel>
      )}
    </>
  );
}

function Offer() {
  const { t } = useTranslation("releases");
  const { upgrade } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<FormResult<null>>();
  const mayPublish = usePageRoot().viewer?.abilities.includes("publish:blueprint") ?? false;
  if (upgrade.state !== "offered") return null;
  const { conflicts, problems, changes, redundant, from, to } = upgrade;
  return (
    <fetcher.Form method="post">
      <input type="hidden" name="to" value={to} />
      <Refusal result={fetcher.data} />
      <p className={classes.note} role="status">
        {t("upgrade.offered", { from, to })}
        {redundant.length === 0 ? "" : ` ${t("upgrade.redundant", { count: redundant.length })}`}
      </p>
      {conflicts.length === 0 ? null : (
        <Panel title={t("upgrade.conflicts", { count: conflicts.length })} lead={t("upgrade.conflictsLead")}>
          <ul className={classes.list}>
            {conflicts.map((conflict) => (
              <li key={conflict.id} className={classes.item}>
                <ConflictSides conflict={conflict} />
                <Choices conflict={conflict} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {problems.length === 0 ? null : (
        <Panel title={t("problems")}>
          <ProblemList problems={problems} />
        </Panel>
      )}
      <Panel title={t("changes", { count: changes.length })} lead={t("upgrade.changesLead")}>
        <ChangeList changes={changes} />
      </Panel>
      {mayPublish ? (
        <Panel title={t("upgrade.take", { number: to })}>
          <div className={classes.end}>
            <Textarea
              name="note"
              label={t("note")}
              description={t("noteHint")}
              className={classes.wide ?? ""}
              autosize
              minRows={2}
              maxLength={2_000}
            />
            <Button type="submit" loading={fetcher.state !== "idle"}>
              {t("upgrade.take", { number: to })}
            </Button>
          </div>
        </Panel>
      ) : null}
    </fetcher.Form>
  );
}

function Choices({ conflict }: { conflict: ShownConflict }) {
  const { t } = useTranslation("releases");
  const { id, choices } = conflict;
  return (
    <Radio.Group name={`${SETTLED}${id}`} label={t("upgrade.choose")}>
      <div className={classes.compare}>
        {choices.map((choice) => (
          <Radio key={choice} value={choice} label={t(`upgrade.choice.${choice}`)} />
        ))}
      </div>
    </Radio.Group>
  );
}
