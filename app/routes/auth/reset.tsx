import { Button } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { tenantPath, useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { unlessGone } from "./link-gone.ts";

const tokenOf = (request: Request): string => new URL(request.url).searchParams.get("token") || "-";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => ({
  link: await unlessGone(context.caller.session.showReset({ token: tokenOf(request) })),
  title: translator(context.locale, "auth")("reset.title"),
}));

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const { as } = await context.caller.session.resetPassword({
    token: tokenOf(request),
    password: String(form.get("password") ?? ""),
  });
  throw redirect(`${tenantPath(context.tenant?.base ?? "", "auth/sign-in")}?as=${as}`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function ResetPage() {
  const { t } = useTranslation("auth");
  const { link } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const fetcher = useFetcher<FormResult<unknown>>();
  const answered = useActionData<FormResult<unknown>>();
  const form = useServerForm({ initialValues: { password: "" }, result: fetcher.data ?? answered });
  if (link === null)
    return (
      <AuthFrame title={t("reset.goneTitle")} lead={t("reset.goneLead")}>
        <Button component={Link} to={href("auth/forgot")}>
          {t("reset.anew")}
        </Button>
      </AuthFrame>
    );
  return (
    <AuthFrame title={t("reset.title")} lead={t("reset.lead", { login: link.login })}>
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("reset.save")}>
        <input
          type="text"
          name="username"
          autoComplete="username"
          defaultValue={link.login}
          hidden
          readOnly
        />
        <PasswordField
          form={form}
          path="password"
          label={t("account.next")}
          hint={t("reset.hint")}
          autoComplete="new-password"
        />
      </ServerForm>
    </AuthFrame>
  );
}
