import { Button, Textarea } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { PrintButton } from "#app/components/print-button.tsx";
import { ChangeList } from "#app/components/release/change-list.tsx";
import { ProblemList } from "#app/components/release/problem-list.tsx";
import { Refusal } from "#app/components/release/refusal.tsx";
import classes from "#app/components/release/release.module.css";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { Timeline } from "#app/components/timeline.tsx";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => ({
  proposal: await context.caller.blueprint.showProposal({ proposalId: params.proposalId ?? "" }),
  title: translator(context.locale, "releases")("proposal"),
}));

export const action = formAction<null>(async ({ request, params, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const proposalId = params.proposalId ?? "";
  const { blueprint } = context.caller;
  const intent = form.get("intent");
  if (intent === "approved" || intent === "returned") {
    await blueprint.decideProposal({ proposalId, decision: intent, note: String(form.get("note") ?? "") });
  } else if (intent === "withdraw") await blueprint.withdrawProposal({ proposalId });
  else {
    const { number } = await blueprint.publishProposal({ proposalId });
    throw redirect(`${context.tenant?.base ?? ""}/console/releases/${number}`);
  }
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

const STATE_TONES = {
  open: "accent",
  returned: "warning",
  withdrawn: "neutral",
  published: "success",
} as const;

/** What somebody wants to publish, for the one who approves it: what changes, what it touches, what is wrong with it. */
export default function ProposalPage() {
  const { t } = useTranslation("releases");
  const { proposal } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<FormResult<null>>();
  const format = useFormat();
  const href = useTenantHref();
  const abilities = usePageRoot().viewer?.abilities ?? [];
  const { state, guarded, approved, outdated, problems } = proposal;
  const open = state === "open";
  const wrong = problems.some(({ severity }) => severity === "error");
  const ready = open && !outdated && !wrong && (guarded.length === 0 || approved);
  return (
    <>
      <PageHeader
        title={t("proposal")}
        lead={t("proposalLead", { name: proposal.proposedByName, at: format.dateTime(proposal.proposedAt) })}
        badge={<StatusBadge tone={STATE_TONES[state]}>{t(`stateOf.${state}`)}</StatusBadge>}
        back={{ to: href("console/releases"), label: t("title") }}
        actions={
          <>
            <PrintButton />
            {open && abilities.includes("edit:blueprint") ? (
              <ConfirmButton
                label={t("withdraw")}
                consequence={t("withdrawConsequence")}
                confirmLabel={t("withdraw")}
                danger
                onConfirm={() => fetcher.submit({ intent: "withdraw" }, { method: "post" })}
              />
            ) : null}
            {ready && abilities.includes("publish:blueprint") ? (
              <ConfirmButton
                label={t("publish")}
                consequence={t("publishConsequence", { count: proposal.changes.length })}
                confirmLabel={t("publish")}
                variant="filled"
                loading={fetcher.state !== "idle"}
                onConfirm={() => fetcher.submit({ intent: "publish" }, { method: "post" })}
              />
            ) : null}
          </>
        }
      />
      <Refusal result={fetcher.data} />
      {open ? <Standing /> : null}
      <Panel title={t("history")}>
        <Timeline
          events={[
            {
              id: "proposed",
              at: proposal.proposedAt.toISOString(),
              title: t("sentForReview"),
              by: proposal.proposedByName,
              detail: proposal.note,
            },
            ...proposal.decisions.map(({ decision, at, personId, personName, note }) => ({
              id: `${personId}${at.toISOString()}`,
              at: at.toISOString(),
              title: t(`decided.${decision}`),
              by: personName,
              detail: note,
              tone: decision === "approved" ? ("success" as const) : ("warning" as const),
            })),
          ]}
        />
      </Panel>
      {problems.length === 0 ? null : (
        <Panel title={t("problems")}>
          <ProblemList problems={problems} />
        </Panel>
      )}
      {open ? (
        <Panel title={t("changes", { count: proposal.changes.length })} lead={t("changesLead")}>
          <ChangeList changes={proposal.changes} />
        </Panel>
      ) : null}
      {open && !proposal.own && abilities.includes("approve:blueprint") ? <Decide fetcher={fetcher} /> : null}
    </>
  );
}

/** What is still missing before it can be published, in a sentence. */
function Standing() {
  const { t } = useTranslation("releases");
  const { outdated, guarded, approved, own } = useLoaderData<typeof loader>().proposal;
  const text = outdated
    ? t("standing.outdated")
    : guarded.length === 0
      ? t("standing.free")
      : approved
        ? t("standing.approved")
        : own
          ? t("standing.own", { items: guarded.join(", ") })
          : t("standing.waiting", { items: guarded.join(", ") });
  return (
    <p className={classes.note} role="status">
      {text}
    </p>
  );
}

/** Approve or send back, with a word about it. */
function Decide({ fetcher }: { fetcher: ReturnType<typeof useFetcher<FormResult<null>>> }) {
  const { t } = useTranslation("releases");
  const busy = fetcher.state !== "idle";
  return (
    <Panel title={t("decide")} lead={t("decideLead")}>
      <fetcher.Form method="post" className={classes.end}>
        <Textarea
          name="note"
          label={t("note")}
          description={t("noteHint")}
          className={classes.wide ?? ""}
          autosize
          minRows={2}
          maxLength={2_000}
        />
        <div className={classes.compare}>
          <Button type="submit" name="intent" value="approved" loading={busy}>
            {t("approve")}
          </Button>
          <Button type="submit" name="intent" value="returned" variant="default" loading={busy}>
            {t("sendBack")}
          </Button>
        </div>
      </fetcher.Form>
    </Panel>
  );
}
