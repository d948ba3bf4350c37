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
import { usePageRoot, useTenant } from "#app/components/page-root.ts";
import { Logo } from "#app/components/shell/brand-mark.tsx";
import { Preferences } from "#app/components/shell/preferences.tsx";
import { MAIN_ID, SkipLink } from "#app/components/shell/skip-link.tsx";
import { tenantPath } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { localPath } from "#app/web/local-path.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./sign-in.module.css";

type As = "staff" | "customer";

/** Staff and customers are different people: whoever came from a page of the staff is asked as staff. */
function asOf(search: URLSearchParams, base: string): As {
  const chosen = search.get("as");
  if (chosen === "staff" || chosen === "customer") return chosen;
  const target = (search.get("redirectTo") ?? "").slice(base.length);
  return /^\/(workspace|console)(\/|\?|$)/.test(target) ? "staff" : "customer";
}

/** Where to go after: where the person wanted to, if it is a page of this utility. */
function targetOf(search: URLSearchParams, base: string, as: As): string {
  const start = tenantPath(base, as === "staff" ? "workspace" : "portal");
  const target = localPath(search.get("redirectTo"), start);
  return target.startsWith(`${base}/`) && !target.startsWith(tenantPath(base, "auth/sign-in"))
    ? target
    : start;
}

export const loader = page(({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const base = context.tenant?.base ?? "";
  const as = asOf(search, base);
  if (context.session?.kind === as) throw redirect(targetOf(search, base, as));
  return { as, title: translator(context.locale, "auth")("signIn.title") };
});

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const search = new URL(request.url).searchParams;
  const base = context.tenant?.base ?? "";
  const as: As = form.get("as") === "staff" ? "staff" : "customer";
  await context.caller.session.signIn({
    as,
    login: String(form.get("login") ?? ""),
    password: String(form.get("password") ?? ""),
  });
  throw redirect(targetOf(search, base, as));
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function SignInPage() {
  const { as } = useLoaderData<typeof loader>();
  // Another population is another form: nothing typed in one stays in the other.
  return <SignIn key={as} as={as} />;
}

function SignIn({ as }: { as: As }) {
  const { t } = useTranslation("auth");
  const tenant = useTenant();
  const { locale } = usePageRoot();
  const [search] = useSearchParams();
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
    <div className={classes.page}>
      <SkipLink />
      <header className={classes.head}>
        <Preferences />
      </header>
      <main id={MAIN_ID} tabIndex={-1} className={classes.main}>
        <div className={classes.brand}>
          <Logo name={tenant.shortName[locale]} url={tenant.logoUrl} size={40} />
          {tenant.name[locale]}
        </div>
        <h1 className={classes.title}>{t(`signIn.${as}`)}</h1>
        <p className={classes.lead}>{t(`signIn.${as}Lead`)}</p>
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
        <div className={classes.more}>
          <p>{t("signIn.help")}</p>
          <p>
            <Link to={`?${other}`}>{t(as === "staff" ? "signIn.toCustomer" : "signIn.toStaff")}</Link>
          </p>
        </div>
      </main>
    </div>
  );
}
