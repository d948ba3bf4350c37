import { Button, NativeSelect } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { PrintButton } from "#app/components/print-button.tsx";
import { ChangeList } from "#app/components/release/change-list.tsx";
import { Refusal } from "#app/components/release/refusal.tsx";
import classes from "#app/components/release/release.module.css";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";

export const loader = page(async ({ request, params, context }: LoaderFunctionArgs) => {
  const number = Number(params.number);
  const from = Number(new URL(request.url).searchParams.get("from")) || undefined;
  const [release, { releases }] = await Promise.all([
    context.caller.blueprint.showRelease({ number, from }),
    context.caller.blueprint.listReleases({}),
  ]);
  return {
    release,
    cases: release.current ? await context.caller.blueprint.rehearseCaseMove() : null,
    others: releases.map((each) => each.number).filter((each) => each !== number),
    title: translator(context.locale, "releases")("release", { number }),
  };
});

export const action = formAction<null>(async ({ request, params, context }: ActionFunctionArgs) => {
  const intent = (await request.formData()).get("intent");
  if (intent === "move-cases") await context.caller.blueprint.moveCases();
  else await context.caller.blueprint.rollBack({ number: Number(params.number) });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** One release: who published it, whether it is genuine, what it changed from any other, and the way back to it. */
export default function ReleasePage() {
  const { t } = useTranslation("releases");
  const { release, others } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<FormResult<null>>();
  const format = useFormat();
  const href = useTenantHref();
  const mayPublish = usePageRoot().viewer?.abilities.includes("publish:blueprint") ?? false;
  const { number, verification } = release;
  return (
    <>
      <PageHeader
        title={t("release", { number })}
        lead={format.dateTime(release.publishedAt)}
        badge={release.current ? <StatusBadge tone="success">{t("inForce")}</StatusBadge> : null}
        back={{ to: href("console/releases"), label: t("title") }}
        actions={
          <>
            <PrintButton />
            {mayPublish && !release.current && verification.genuine ? (
              <ConfirmButton
                label={t("rollBack")}
                consequence={t("rollBackConsequence", { number, current: release.inForce ?? 0 })}
                confirmLabel={t("rollBack")}
                variant="filled"
                loading={fetcher.state !== "idle"}
                onConfirm={() => fetcher.submit({ intent: "roll-back" }, { method: "post" })}
              />
            ) : null}
          </>
        }
      />
      <Refusal result={fetcher.data} />
      <Panel title={t("facts")}>
        {release.note === "" ? null : <p className={classes.note}>{release.note}</p>}
        <KeyValue
          columns={2}
          items={[
            { label: t("publishedBy"), value: release.publishedByName },
            { label: t("approvedBy"), value: release.approvedByName },
            { label: t("items"), value: format.number(release.items) },
            {
              label: t("parent"),
              value: release.parentNumber === null ? null : format.number(release.parentNumber),
            },
            { label: t("hash"), value: release.hash.slice(0, 16) },
            { label: t("signature"), value: <Genuine /> },
          ]}
        />
      </Panel>
      <Panel
        title={
          release.from === null
            ? t("firstRelease")
            : t("changesFrom", { from: release.from, to: number, count: release.changes.length })
        }
        lead={release.from === null ? undefined : t("changesLead")}
        actions={others.length === 0 ? null : <ComparePicker others={others} from={release.from} />}
      >
        {release.from === null ? (
          <p className={classes.message}>{t("firstReleaseLead")}</p>
        ) : (
          <ChangeList changes={release.changes} />
        )}
      </Panel>
      <RunningCases fetcher={fetcher} />
    </>
  );
}

/** Whether the release is as it was published, in one badge and, if not, in a sentence. */
function Genuine() {
  const { t } = useTranslation("releases");
  const { verification } = useLoaderData<typeof loader>().release;
  const { genuine, signature, keyId, listed, changed } = verification;
  if (genuine) {
    return (
      <>
        <StatusBadge tone="success">{t("genuine")}</StatusBadge>{" "}
        <span className={classes.quiet}>{t("key", { key: keyId ?? "" })}</span>
      </>
    );
  }
  const reason =
    signature === "valid"
      ? listed
        ? t("contentChanged", { items: changed.join(", ") })
        : t("listChanged")
      : t(`signatureOf.${signature}`);
  return (
    <>
      <StatusBadge tone="danger">{t("notGenuine")}</StatusBadge> {reason}
    </>
  );
}

/** Cases that still run under earlier releases, rehearsed: how many could move to this one, and why others stay. */
function RunningCases({ fetcher }: { fetcher: ReturnType<typeof useFetcher<FormResult<null>>> }) {
  const { t } = useTranslation("releases");
  const { cases } = useLoaderData<typeof loader>();
  const { locale, viewer } = usePageRoot();
  const format = useFormat();
  if (cases === null || cases.services.length === 0) return null;
  const movable = cases.services.reduce((sum, service) => sum + service.movable, 0);
  const mayPublish = viewer?.abilities.includes("publish:blueprint") ?? false;
  return (
    <Panel
      title={t("cases.title")}
      lead={t("cases.lead")}
      actions={
        mayPublish && movable > 0 ? (
          <ConfirmButton
            label={t("cases.move", { count: movable })}
            consequence={t("cases.consequence", { count: movable })}
            confirmLabel={t("cases.confirm")}
            loading={fetcher.state !== "idle"}
            onConfirm={() => fetcher.submit({ intent: "move-cases" }, { method: "post" })}
          />
        ) : null
      }
    >
      <KeyValue
        items={cases.services.map(({ label, movable: may, blocked }) => ({
          label: label[locale],
          value: t("cases.counts", { movable: format.number(may), blocked: format.number(blocked) }),
        }))}
      />
      {cases.blocked.length === 0 ? null : (
        <ul className={classes.words}>
          {cases.blocked.map(({ caseId, number, reason }) => (
            <li key={caseId}>{`${number}: ${reason[locale]}`}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Chooses the release to compare with; works without scripts. */
function ComparePicker({ others, from }: { others: readonly number[]; from: number | null }) {
  const { t } = useTranslation("releases");
  return (
    <Form method="get" className={classes.compare}>
      <NativeSelect
        key={from}
        name="from"
        label={t("compareWith")}
        defaultValue={String(from ?? "")}
        data={others.map((each) => ({ value: String(each), label: t("release", { number: each }) }))}
      />
      <Button type="submit" variant="default">
        {t("compare")}
      </Button>
    </Form>
  );
}
