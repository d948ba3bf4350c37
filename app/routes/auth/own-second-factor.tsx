import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField, TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { MAIN_ID } from "#app/components/shell/skip-link.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import type { Enrolment as EnrolmentData } from "#app/services/identity/second-factor/totp.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./account.module.css";
import { Enrolment } from "./enrolment.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  factor: await context.caller.secondFactor.show(),
  title: translator(context.locale, "auth")("factor.title"),
}));

/** Of which form an answer is. */
type Answer =
  | { readonly intent: "begin"; readonly enrolment: EnrolmentData }
  | { readonly intent: "codes"; readonly codes: readonly string[] }
  | { readonly intent: "removed" };

export const action = formAction(async ({ request, context }: ActionFunctionArgs): Promise<Answer> => {
  const form = await request.formData();
  const { secondFactor } = context.caller;
  const code = String(form.get("code") ?? "");
  switch (form.get("intent")) {
    case "begin":
      return {
        intent: "begin",
        enrolment: await secondFactor.begin({ password: String(form.get("password") ?? "") }),
      };
    case "confirm":
      return { intent: "codes", codes: (await secondFactor.confirm({ code })).recoveryCodes };
    case "renew":
      return { intent: "codes", codes: (await secondFactor.renewCodes({ code })).recoveryCodes };
    default:
      await secondFactor.remove({ code });
      return { intent: "removed" };
  }
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function OwnSecondFactorPage() {
  const { t } = useTranslation("auth");
  const { factor } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  // Held here, since its answer must stay while the page turns from "off" to "on".
  const codes = useFetcher<FormResult<Answer>>();
  const facts = factor.since
    ? [
        t("factor.since", { time: format.dateTime(factor.since) }),
        t("factor.codesLeft", { count: factor.recoveryCodesLeft }),
        ...(factor.required ? [t("factor.required")] : []),
      ].join(" · ")
    : t("factor.lead");
  return (
    <main id={MAIN_ID} className={classes.page}>
      <PageHeader
        title={t("factor.title")}
        lead={facts}
        badge={
          <StatusBadge tone={factor.since ? "success" : "neutral"}>
            {t(factor.since ? "factor.on" : "factor.off")}
          </StatusBadge>
        }
        back={{ to: href("auth/account"), label: t("factor.back") }}
      />
      {factor.since ? (
        <>
          <CodeForm intent="renew" fetcher={codes} />
          {factor.required ? null : <RemoveForm />}
        </>
      ) : (
        <SetUp codes={codes} />
      )}
    </main>
  );
}

type AnswerFetcher = ReturnType<typeof useFetcher<FormResult<Answer>>>;

function SetUp({ codes }: { codes: AnswerFetcher }) {
  const { t } = useTranslation("auth");
  const fetcher = useFetcher<FormResult<Answer>>();
  const answered = useActionData<FormResult<Answer>>();
  const result = fetcher.data ?? answered;
  const form = useServerForm({ initialValues: { password: "" }, result });
  const begun = result?.ok && result.value.intent === "begin" ? result.value.enrolment : null;
  if (begun) return <Confirm enrolment={begun} fetcher={codes} />;
  return (
    <Panel title={t("factor.begin")} lead={t("factor.beginLead")}>
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("factor.begin")}>
        <input type="hidden" name="intent" value="begin" />
        <PasswordField
          form={form}
          path="password"
          label={t("factor.password")}
          hint={t("factor.passwordHint")}
          autoComplete="current-password"
        />
      </ServerForm>
    </Panel>
  );
}

function Confirm({ enrolment, fetcher }: { enrolment: EnrolmentData; fetcher: AnswerFetcher }) {
  const { t } = useTranslation("auth");
  const form = useServerForm({ initialValues: { code: "" }, result: fetcher.data });
  return (
    <Panel title={t("factor.begin")}>
      <Enrolment enrolment={enrolment} />
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("factor.confirm")}>
        <input type="hidden" name="intent" value="confirm" />
        <TextField form={form} path="code" label={t("step.code")} autoComplete="one-time-code" />
      </ServerForm>
    </Panel>
  );
}

/** What asks for a code once it is in force. The codes that setting it up gave stand in the first one. */
function CodeForm({ intent, fetcher }: { intent: "renew" | "remove"; fetcher: AnswerFetcher }) {
  const { t } = useTranslation("auth");
  const answered = useActionData<FormResult<Answer>>();
  const result = fetcher.data ?? (intent === "renew" ? answered : undefined);
  const form = useServerForm({ initialValues: { code: "" }, result });
  const { reset } = form;
  const value = result?.ok ? result.value : null;
  useEffect(() => {
    if (value) reset();
  }, [value, reset]);
  return (
    <Panel title={t(`factor.${intent}Title`)} lead={t(`factor.${intent}Lead`)}>
      {value?.intent === "codes" ? <RecoveryCodes codes={value.codes} /> : null}
      <ServerForm form={form} fetcher={fetcher} submitLabel={t(`factor.${intent}`)}>
        <input type="hidden" name="intent" value={intent} />
        <TextField form={form} path="code" label={t("factor.code")} autoComplete="one-time-code" />
      </ServerForm>
    </Panel>
  );
}

function RemoveForm() {
  const { t } = useTranslation("auth");
  const fetcher = useFetcher<FormResult<Answer>>();
  const removed = fetcher.data?.ok === true;
  useEffect(() => {
    if (removed) notifyDone(t("factor.removed"));
  }, [removed, t]);
  return <CodeForm intent="remove" fetcher={fetcher} />;
}
