import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { AuthFrame } from "./auth-frame.tsx";

export const loader = page(({ request, context }: LoaderFunctionArgs) => ({
  as: new URL(request.url).searchParams.get("as") === "staff" ? ("staff" as const) : ("customer" as const),
  title: translator(context.locale, "auth")("forgot.title"),
}));

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  await context.caller.session.requestReset({
    as: form.get("as") === "staff" ? "staff" : "customer",
    login: String(form.get("login") ?? ""),
  });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function ForgotPage() {
  const { t } = useTranslation("auth");
  const { as } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const fetcher = useFetcher<FormResult<null>>();
  const answered = useActionData<FormResult<null>>();
  const result = fetcher.data ?? answered;
  const form = useServerForm({
    initialValues: { login: "" },
    validate: { login: (value: string) => (value.trim() === "" ? t("signIn.required") : null) },
    result,
  });
  return (
    <AuthFrame
      title={t("forgot.title")}
      lead={t(result?.ok ? "forgot.sent" : `forgot.${as}Lead`)}
      more={
        <p>
          <Link to={`${href("auth/sign-in")}?as=${as}`}>{t("step.again")}</Link>
        </p>
      }
    >
      {result?.ok ? null : (
        <ServerForm form={form} fetcher={fetcher} submitLabel={t("forgot.send")}>
          <input type="hidden" name="as" value={as} />
          <TextField form={form} path="login" label={t("forgot.login")} autoComplete="username" />
        </ServerForm>
      )}
    </AuthFrame>
  );
}
