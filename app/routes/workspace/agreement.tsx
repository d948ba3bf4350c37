import { Button, Textarea } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { type FetcherWithComponents, useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "#app/components/designers/form/json-schema.ts";
import { SchemaForm } from "#app/components/designers/form/schema-form.tsx";
import { setAt } from "#app/components/designers/set-at.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility, usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { RatedSampleView } from "#app/components/rating/rated-sample.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { type Trial, useTried } from "#app/components/use-tried.ts";
import { translator } from "#app/platform/i18n.ts";
import type { TriedTerms } from "#app/services/agreement/try-terms.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import classes from "./agreement.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const agreement = await context.caller.agreement.show({ agreementId: params.agreementId ?? "" });
  const title = translator(context.locale, "network")("agreement.termsTitle", { number: agreement.number });
  return { agreement, title };
});

export const action = formAction<null>(async ({ request, params, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  await context.caller.agreement.changeTerms({
    agreementId: params.agreementId ?? "",
    terms: JSON.parse(String(form.get("terms") ?? "{}")) as JsonObject,
    version: String(form.get("version") ?? ""),
    reason: String(form.get("reason") ?? ""),
  });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** What an agreement states for its tariff, dated: sizes, opening use, losses and shares; and what its last bill comes to by it. */
export default function AgreementPage() {
  const { t } = useTranslation("network");
  const { agreement, title } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const mayEdit = useAbility("edit:agreement");
  const fetcher = useFetcher<FormResult<null>>();
  const saved = fetcher.state === "idle" && fetcher.data?.ok === true;
  useEffect(() => {
    if (saved) notifyDone(t("agreement.termsSaved"));
  }, [saved, t]);
  return (
    <>
      <PageHeader
        title={title}
        lead={t("agreement.termsLead", {
          customer: agreement.customerName,
          tariff: agreement.tariffName?.[locale] ?? agreement.tariffKey,
          address: agreement.address,
        })}
        back={{ to: href(`workspace/customers/${agreement.customerId}`), label: agreement.customerName }}
      />
      <p className={classes.note}>
        {agreement.billedTo === null
          ? t("agreement.termsUnbilled")
          : t("agreement.termsBilled", { day: format.day(agreement.billedTo) })}
      </p>
      {mayEdit ? (
        <Editor key={agreement.version} fetcher={fetcher} />
      ) : (
        <Panel title={t("agreement.terms")}>
          <Terms terms={agreement.terms as JsonObject} problems={[]} change={() => {}} readOnly />
        </Panel>
      )}
    </>
  );
}

function Editor({ fetcher }: { readonly fetcher: FetcherWithComponents<FormResult<null>> }) {
  const { t } = useTranslation("network");
  const { agreement } = useLoaderData<typeof loader>();
  const stored = agreement.terms as JsonObject;
  const [terms, setTerms] = useState(stored);
  const trial = useTried<TriedTerms>("agreement.tryTerms", { agreementId: agreement.id, terms });
  const problems = trial.tried?.problems ?? [];
  const changed = JSON.stringify(terms) !== JSON.stringify(stored);
  const change = (pointer: string, value: Json | undefined) =>
    setTerms((before) => setAt(before, pointer, value));
  return (
    <div className={classes.columns}>
      <Panel title={t("agreement.terms")}>
        <Terms terms={terms} problems={problems} change={change} readOnly={false} />
        <fetcher.Form method="post" className={classes.save}>
          <input type="hidden" name="terms" value={JSON.stringify(terms)} />
          <input type="hidden" name="version" value={agreement.version} />
          <Textarea
            name="reason"
            label={t("agreement.termsReason")}
            description={t("agreement.termsReasonHint")}
            required
            maxLength={500}
            autosize
          />
          {fetcher.data && !fetcher.data.ok ? (
            <p role="alert">{fetcher.data.fault.message ?? fetcher.data.fault.code}</p>
          ) : null}
          <div className={classes.buttons}>
            <Button
              type="submit"
              loading={fetcher.state !== "idle"}
              disabled={!changed || problems.length > 0}
            >
              {t("agreement.termsSave")}
            </Button>
            <Button variant="default" disabled={!changed} onClick={() => setTerms(stored)}>
              {t("agreement.termsReset")}
            </Button>
          </div>
        </fetcher.Form>
      </Panel>
      <Tried trial={trial} />
    </div>
  );
}

function Tried({ trial }: { readonly trial: Trial<TriedTerms> }) {
  const { t } = useTranslation("network");
  const { locale } = usePageRoot();
  const { tried, busy, fault } = trial;
  const unused = tried?.unused ?? [];
  const problems = tried?.problems ?? [];
  return (
    <div className={classes.side}>
      {problems.length === 0 ? null : (
        <Panel title={t("agreement.termsProblems")}>
          <ul className={classes.list}>
            {problems.map(({ path, message }) => (
              <li key={`${path} ${message.en}`}>{message[locale]}</li>
            ))}
          </ul>
        </Panel>
      )}
      {unused.length === 0 ? null : (
        <Panel title={t("agreement.termsUnused")}>
          <ul className={classes.list}>
            {unused.map((words) => (
              <li key={words.en}>{words[locale]}</li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title={t("agreement.termsTry")} lead={t("agreement.termsTryLead")}>
        <div aria-busy={busy} aria-live="polite">
          {fault === undefined ? null : <p role="alert">{fault}</p>}
          {tried?.bill ? (
            <RatedSampleView bill={tried.bill} />
          ) : (
            <p className={classes.note}>{busy || problems.length > 0 ? "…" : t("agreement.termsNoBill")}</p>
          )}
        </div>
      </Panel>
    </div>
  );
}

interface TermsProps {
  readonly terms: JsonObject;
  readonly problems: TriedTerms["problems"];
  readonly change: (pointer: string, value: Json | undefined) => void;
  readonly readOnly: boolean;
}

function Terms(props: TermsProps) {
  const { agreement } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const schema = useMemo(() => JSON.parse(agreement.schema) as Schema, [agreement.schema]);
  return <SchemaForm {...props} schema={schema} content={props.terms} locale={locale} itemKey="" />;
}
