import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PasswordField, TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { tenantPath } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { unlessGone } from "./link-gone.ts";

const tokenOf = (request: Request): string => new URL(request.url).searchParams.get("token") || "-";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => ({
  invitation: await unlessGone(context.caller.session.showInvitation({ token: tokenOf(request) })),
  title: translator(context.locale, "auth")("invitation.title"),
}));

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  await context.caller.session.acceptInvitation({
    token: tokenOf(request),
    name: String(form.get("name") ?? ""),
    password: String(form.get("password") ?? ""),
  });
  throw redirect(`${tenantPath(context.tenant?.base ?? "", "auth/sign-in")}?as=staff`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function InvitationPage() {
  const { t } = useTranslation("auth");
  const { t: access } = useTranslation("access");
  const { invitation } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<FormResult<unknown>>();
  const answered = useActionData<FormResult<unknown>>();
  const form = useServerForm({
    initialValues: { name: invitation?.name ?? "", password: "" },
    result: fetcher.data ?? answered,
  });
  if (invitation === null)
    return (
      <AuthFrame title={t("reset.goneTitle")} lead={t("invitation.goneLead")}>
        {null}
      </AuthFrame>
    );
  const roles = invitation.roles.map((role) => access(`role.${role as StaffRole}`)).join(" · ");
  return (
    <AuthFrame title={t("invitation.title")} lead={t("invitation.lead", { email: invitation.email, roles })}>
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("invitation.accept")}>
        <input
          type="text"
          name="username"
          autoComplete="username"
          defaultValue={invitation.email}
          hidden
          readOnly
        />
        {invitation.known ? (
          <input type="hidden" name="name" value={invitation.name} />
        ) : (
          <TextField form={form} path="name" label={t("invitation.name")} autoComplete="name" />
        )}
        <PasswordField
          form={form}
          path="password"
          label={t(invitation.known ? "invitation.ownPassword" : "account.next")}
          hint={t(invitation.known ? "invitation.ownHint" : "reset.hint")}
          autoComplete={invitation.known ? "current-password" : "new-password"}
        />
      </ServerForm>
    </AuthFrame>
  );
}
