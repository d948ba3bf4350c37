import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import classes from "#app/components/rating/what-if.module.css";
import { WhatIfAnswer } from "#app/components/rating/what-if-answer.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

/** "17-21" → [17, 21]; what is no such span is left to its default. */
function hoursIn(text: string | null): [number, number] | undefined {
  const [, from, to] = /^(\d{1,2})-(\d{1,2})$/.exec(text ?? "") ?? [];
  return from === undefined || to === undefined ? undefined : [Number(from), Number(to)];
}

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const fromHours = hoursIn(search.get("from")) ?? [17, 21];
  const toHours = hoursIn(search.get("to")) ?? [0, 6];
  const percent = Math.min(100, Math.max(0, Math.round(Number(search.get("percent") ?? 0)) || 0));
  const agreementId = search.get("agreement") ?? undefined;
  return {
    answer: await context.caller.tariff.compare({ percent, fromHours, toHours, agreementId }),
    question: { percent, from: fromHours.join("-"), to: toHours.join("-") },
    title: translator(context.locale, "rating")("whatIf.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function WhatIfPage() {
  const { t } = useTranslation("rating");
  const { answer } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={t("whatIf.title")} lead={t("whatIf.lead")} />
      {answer === null ? (
        <EmptyState title={t("whatIf.emptyTitle")} advice={t("whatIf.emptyAdvice")} />
      ) : (
        <div className={classes.stack}>
          <Question />
          <WhatIfAnswer answer={answer} />
        </div>
      )}
    </>
  );
}

const FROM = ["17-21", "8-21", "12-18"] as const;
const TO = ["0-6", "10-14"] as const;
const WORDS = {
  "17-21": "evening",
  "8-21": "day",
  "12-18": "afternoon",
  "0-6": "night",
  "10-14": "noon",
} as const;

function Question() {
  const { t } = useTranslation("rating");
  const { answer, question } = useLoaderData<typeof loader>();
  const format = useFormat();
  const navigation = useNavigation();
  if (answer === null) return null;
  const byInterval = answer.basis === "interval";
  return (
    <Panel
      title={byInterval ? t("whatIf.basisInterval") : t("whatIf.basisRegister")}
      lead={t("whatIf.span", {
        days: format.days(answer.from, answer.to),
        count: answer.months,
        usage: format.quantity(answer.usage, answer.usageUnit),
      })}
    >
      <Form method="get" className={classes.form}>
        {answer.agreements.length > 1 ? (
          <label className={classes.field}>
            {t("whatIf.agreement")}
            <select name="agreement" defaultValue={answer.agreementId} className={classes.input}>
              {answer.agreements.map(({ id, number, address }) => (
                <option key={id} value={id}>
                  {address} ({number})
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label className={classes.field}>
          {t("whatIf.percent")}
          <select name="percent" defaultValue={String(question.percent)} className={classes.input}>
            {[0, 10, 20, 30, 50, 70, 100].map((percent) => (
              <option key={percent} value={percent}>
                {format.percent(percent / 100)}
              </option>
            ))}
          </select>
        </label>
        {byInterval ? (
          <>
            <label className={classes.field}>
              {t("whatIf.fromHours")}
              <select name="from" defaultValue={question.from} className={classes.input}>
                {FROM.map((span) => (
                  <option key={span} value={span}>
                    {t(`whatIf.${WORDS[span]}`)}
                  </option>
                ))}
              </select>
            </label>
            <label className={classes.field}>
              {t("whatIf.toHours")}
              <select name="to" defaultValue={question.to} className={classes.input}>
                {TO.map((span) => (
                  <option key={span} value={span}>
                    {t(`whatIf.${WORDS[span]}`)}
                  </option>
                ))}
              </select>
            </label>
          </>
        ) : null}
        <div>
          <Button type="submit" loading={navigation.state === "loading"}>
            {t("whatIf.compare")}
          </Button>
        </div>
      </Form>
    </Panel>
  );
}
