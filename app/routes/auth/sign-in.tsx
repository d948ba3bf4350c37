import { Button, Divider } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PasswordField, TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { type SignInAs, signInTarget, stepAddress } from "#app/web/sign-in-target.ts";
import { AuthFrame } from "./auth-frame.tsx";

/** Staff and customers are different people: whoever came from a page of the staff is asked as staff. */
function asOf(search: URLSearchParams, base: string): SignInAs {
  const chosen = search.get("as");
  if (chosen === "staff" || chosen === "customer") return chosen;
  const target = (search.get("redirectTo") ?? "").slice(base.length);
  return /^\/(workspace|console)(\/|\?|$)/.test(target) ? "staff" : "customer";
}

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const base = context.tenant?.base ?? "";
  const as = asOf(search, base);
  if (context.session?.kind === as) throw redirect(signInTarget(search, base, as));
  const signOn = as === "staff" && context.tenant ? await context.caller.session.showSignOn() : null;
  return { as, signOn, title: translator(context.locale, "auth")("signIn.title") };
});

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const search = new URL(request.url).searchParams;
  const base = context.tenant?.base ?? "";
  const as: SignInAs = form.get("as") === "staff" ? "staff" : "customer";
  const { next } = await context.caller.session.signIn({
    as,
    login: String(form.get("login") ?? ""),
    password: String(form.get("password") ?? ""),
  });
  throw redirect(next === null ? signInTarget(search, base, as) : stepAddress(search, base));
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function SignInPage() {
  const { as, signOn } = useLoaderData<typeof loader>();
  // Another population is another form: nothing typed in one stays in the other.
  return <SignIn key={as} as={as} signOn={signOn} />;
}

function SignIn({ as, signOn }: { as: SignInAs; signOn: { name: string } | null }) {
  const { t } = useTranslation("auth");
  const [search] = useSearchParams();
  const href = useTenantHref();
  const fetcher = useFetcher<FormResult<unknown>>();
  const answered = useActionData<FormResult<unknown>>();
  const required = (value: string) => (value.trim() === "" ? t("signIn.required") : null);
  const form = useServerForm({
    initialValues: { login: "", password: "" },
    validate: { login: required, password: required },
    result: fetcher.data ?? answered,
  });
  const other = new URLSearchParams(search);
  other.set("as", as === "staff" ? "customer" : "staff");
  return (
    <AuthFrame
      title={t(`signIn.${as}`)}
      lead={t(`signIn.${as}Lead`)}
      more={
        <>
          {as === "customer" ? (
            <>
              <p>
                <Link to={`${href("auth/code")}?${search}`}>{t("signIn.byCode")}</Link>
              </p>
              <p>
                <Link to={`${href("auth/claim")}?${search}`}>{t("signIn.claim")}</Link>
              </p>
            </>
          ) : null}
          <p>
            <Link to={`${href("auth/forgot")}?as=${as}`}>{t("signIn.forgot")}</Link>
          </p>
          <p>
            <Link to={`?${other}`}>{t(as === "staff" ? "signIn.toCustomer" : "signIn.toStaff")}</Link>
          </p>
        </>
      }
    >
      {signOn === null ? null : (
        <>
          <Button component="a" href={href("auth/sign-on")} variant="default" fullWidth>
            {t("signOn.by", { name: signOn.name })}
          </Button>
          <Divider my="lg" label={t("signOn.or")} />
        </>
      )}
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("signIn.submit")}>
        <input type="hidden" name="as" value={as} />
        <TextField
          form={form}
          path="login"
          label={t("signIn.login")}
          autoComplete="username"
          {...(as === "customer" ? { hint: t("signIn.customerHint") } : {})}
        />
        <PasswordField
          form={form}
          path="password"
          label={t("signIn.password")}
          autoComplete="current-password"
        />
      </ServerForm>
    </AuthFrame>
  );
}
