import { Button } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import type { PendingStep } from "#app/services/identity/confirm-sign-in.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { signInTarget } from "#app/web/sign-in-target.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { Enrolment } from "./enrolment.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  // A step that is over is told on the page: after its last action the recovery codes still stand there.
  const step = await context.caller.session.showStep().catch((error: { code?: string }) => {
    if (error.code !== "SIGN_IN_STEP_GONE") throw error;
    return null;
  });
  return { step, title: translator(context.locale, "auth")("step.codeTitle") };
});

interface Enrolled {
  readonly recoveryCodes: readonly string[];
  readonly target: string;
}

export const action = formAction(async ({ request, context }: ActionFunctionArgs): Promise<Enrolled> => {
  const form = await request.formData();
  const search = new URL(request.url).searchParams;
  const base = context.tenant?.base ?? "";
  const code = String(form.get("code") ?? "");
  if (form.get("step") === "enrol") {
    const { as, recoveryCodes } = await context.caller.session.enrolSignIn({ code });
    return { recoveryCodes, target: signInTarget(search, base, as) };
  }
  const { as } = await context.caller.session.confirmSignIn({ code });
  throw redirect(signInTarget(search, base, as));
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function SecondFactorPage() {
  const { t } = useTranslation("auth");
  const { step } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<FormResult<Enrolled>>();
  const answered = useActionData<FormResult<Enrolled>>();
  const result = fetcher.data ?? answered;
  if (result?.ok)
    return (
      <AuthFrame title={t("step.enrolTitle")}>
        <RecoveryCodes codes={result.value.recoveryCodes} />
        <Button component="a" href={result.value.target}>
          {t("step.continue")}
        </Button>
      </AuthFrame>
    );
  if (step === null) return <StepGone />;
  return <Step step={step} fetcher={fetcher} result={result} />;
}

interface StepProps {
  readonly step: PendingStep;
  readonly fetcher: ReturnType<typeof useFetcher<FormResult<Enrolled>>>;
  readonly result: FormResult<Enrolled> | undefined;
}

function Step({ step, fetcher, result }: StepProps) {
  const { t } = useTranslation("auth");
  const href = useTenantHref();
  const form = useServerForm({
    initialValues: { code: "" },
    validate: { code: (value: string) => (value.trim() === "" ? t("signIn.required") : null) },
    result,
  });
  const enrols = step.next === "enrol";
  return (
    <AuthFrame
      title={t(enrols ? "step.enrolTitle" : "step.codeTitle")}
      lead={t(enrols ? "step.enrolLead" : "step.codeLead")}
      more={
        <p>
          <Link to={`${href("auth/sign-in")}?as=${step.as}`}>{t("step.other")}</Link>
        </p>
      }
    >
      {step.next === "enrol" ? <Enrolment enrolment={step.enrolment} /> : null}
      <ServerForm form={form} fetcher={fetcher} submitLabel={t(enrols ? "step.enrolSubmit" : "step.submit")}>
        <input type="hidden" name="step" value={step.next} />
        <TextField
          form={form}
          path="code"
          label={t("step.code")}
          autoComplete="one-time-code"
          {...(enrols ? {} : { hint: t("step.codeHint") })}
        />
      </ServerForm>
    </AuthFrame>
  );
}

function StepGone() {
  const { t } = useTranslation("auth");
  const href = useTenantHref();
  const [search] = useSearchParams();
  return (
    <AuthFrame title={t("step.goneTitle")} lead={t("step.goneLead")}>
      <Button component={Link} to={`${href("auth/sign-in")}?${search}`}>
        {t("step.again")}
      </Button>
    </AuthFrame>
  );
}
