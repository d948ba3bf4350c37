import { Button, Textarea } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CaseState } from "#app/components/case/case-badges.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { Steps } from "#app/components/steps.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { Timeline } from "#app/components/timeline.tsx";
import { commonError } from "#app/platform/common-errors.ts";
import { Refusal } from "#app/routes/workspace/cases/refusal.tsx";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./portal-cases.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const shown = await context.caller.ownCase.show({ caseId: params.caseId ?? "" });
  return { shown, title: `${shown.title[context.locale]} ${shown.number}` };
});

export const action = formAction(async ({ request, params, context }) => {
  const sent = await request.formData();
  const caseId = params.caseId ?? "";
  const text = String(sent.get("text") ?? "");
  const { ownCase } = context.caller;
  switch (sent.get("intent")) {
    case "comment":
      await ownCase.comment({ caseId, text });
      break;
    case "answer":
      await ownCase.answer({ caseId, outcome: String(sent.get("outcome") ?? ""), comment: text });
      break;
    case "rate":
      await ownCase.rate({ caseId, score: Number(sent.get("score")), comment: text });
      break;
    case "reopen":
      await ownCase.reopen({ caseId, reason: text });
      break;
    default:
      throw commonError("FORM_BROKEN");
  }
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

const FOLLOW_MS = 10_000;

export default function RequestPage() {
  const { t } = useTranslation("cases");
  const { shown } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  useRevalidateWhile(shown.state === "open" || shown.state === "held", FOLLOW_MS);
  const current = shown.steps.findIndex(({ state }) => state === "current");
  return (
    <>
      <PageHeader
        title={shown.title[locale]}
        lead={<span className="m-number">{shown.number}</span>}
        badge={<CaseState state={shown.state} />}
        back={{ to: href("portal/requests"), label: t("requests.title") }}
      />
      <div className={classes.stack}>
        {shown.asked ? <Answer /> : null}
        {shown.ratable ? <Rate /> : null}
        <Panel title={t("requests.progress")}>
          <Steps
            label={t("requests.progress")}
            steps={shown.steps.map(({ words }) => ({ title: words[locale] }))}
            current={current < 0 ? shown.steps.length : current}
            failed={shown.state === "cancelled"}
          />
        </Panel>
        <Panel title={t("case.facts")}>
          <KeyValue
            items={[
              { label: t("case.address"), value: shown.address },
              { label: t("list.opened"), value: format.dateTime(shown.openedAt) },
              ...(shown.closedAt === null
                ? []
                : [{ label: t("case.closed"), value: format.dateTime(shown.closedAt) }]),
              ...(shown.score === null
                ? []
                : [
                    {
                      label: t("case.rating"),
                      value: `${"★".repeat(shown.score)}${"☆".repeat(5 - shown.score)} ${shown.comment ?? ""}`,
                    },
                  ]),
            ]}
          />
        </Panel>
        <Panel title={t("requests.history")}>
          <Said />
          <Timeline
            events={[...shown.events].reverse().map((event) => ({
              id: event.id,
              at: event.at,
              title: event.words?.[locale] ?? t(`own.${kindOf(event.kind)}`),
              detail: event.text,
              ...(event.own ? { by: t("own.you") } : {}),
            }))}
          />
        </Panel>
        {shown.reopenable ? <Reopen /> : null}
      </div>
    </>
  );
}

const KINDS = [
  "opened",
  "entered",
  "completed",
  "cancelled",
  "reopened",
  "commented",
  "rated",
  "left",
] as const;
const kindOf = (kind: string): (typeof KINDS)[number] => KINDS.find((known) => known === kind) ?? "entered";

interface SpeakProps {
  readonly intent: string;
  readonly label: string;
  readonly children: ReactNode;
  readonly before?: ReactNode;
}

/** A field for words with the buttons that send them. */
function Speak({ intent, label, children, before }: SpeakProps) {
  const fetcher = useFetcher<FormResult<null>>();
  const form = useRef<HTMLFormElement>(null);
  const done = fetcher.state === "idle" && fetcher.data?.ok === true;
  useEffect(() => {
    if (done) form.current?.reset();
  }, [done]);
  return (
    <fetcher.Form method="post" ref={form} className={classes.form}>
      <Refusal result={fetcher.data} all />
      <input type="hidden" name="intent" value={intent} />
      {before}
      <Textarea name="text" label={label} autosize minRows={2} maxLength={500} />
      <div className={classes.row}>{children}</div>
    </fetcher.Form>
  );
}

/** The return visit: is it solved? */
function Answer() {
  const { t } = useTranslation("cases");
  const { shown } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  return (
    <Panel title={t("own.askTitle")} lead={shown.step?.[locale]}>
      <Speak intent="answer" label={t("own.askComment")}>
        {shown.outcomes.map(({ key, label }, at) => (
          <Button
            key={key}
            type="submit"
            name="outcome"
            value={key}
            variant={at === 0 ? "filled" : "default"}
          >
            {label[locale]}
          </Button>
        ))}
      </Speak>
    </Panel>
  );
}

const SCORES = [1, 2, 3, 4, 5];

function Rate() {
  const { t } = useTranslation("cases");
  const [score, setScore] = useState(0);
  return (
    <Panel title={t("own.rateTitle")}>
      <Speak
        intent="rate"
        label={t("own.rateComment")}
        before={
          <fieldset className={classes.stars}>
            <legend className="m-visually-hidden">{t("own.rateTitle")}</legend>
            {SCORES.map((each) => (
              <label key={each} className={classes.star} data-on={each <= score ? "" : undefined}>
                <input
                  type="radio"
                  name="score"
                  value={each}
                  required
                  className="m-visually-hidden"
                  onChange={() => setScore(each)}
                />
                <span className="m-visually-hidden">{t("own.stars", { count: each })}</span>
                <span aria-hidden>★</span>
              </label>
            ))}
          </fieldset>
        }
      >
        <Button type="submit">{t("own.rate")}</Button>
      </Speak>
    </Panel>
  );
}

function Said() {
  const { t } = useTranslation("cases");
  return (
    <Speak intent="comment" label={t("own.comment")}>
      <Button type="submit" variant="default">
        {t("own.send")}
      </Button>
    </Speak>
  );
}

function Reopen() {
  const { t } = useTranslation("cases");
  return (
    <Panel title={t("own.reopenTitle")}>
      <Speak intent="reopen" label={t("own.reopenReason")}>
        <Button type="submit" variant="default">
          {t("own.reopen")}
        </Button>
      </Speak>
    </Panel>
  );
}
