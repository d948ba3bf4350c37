import type { MetaFunction } from "@remix-run/node";
import { Link, useActionData, useFetcher, useSearchParams } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { AuthFrame } from "./auth-frame.tsx";

export type CodeWay = "signIn" | "claim";

export const codeMeta: MetaFunction = ({ data }) => [
  { title: (data as { title?: string } | undefined)?.title ?? "" },
];

type Asked = FormResult<{ phone: string }>;

export function CodePage({ way }: { way: CodeWay }) {
  const fetcher = useFetcher<Asked>();
  const answered = useActionData<Asked>();
  const result = fetcher.data ?? answered;
  const [again, setAgain] = useState<Asked>();
  // Asking anew sets the last answer aside, without losing what the server says next.
  if (result?.ok && result !== again)
    return <EnterCode phone={result.value.phone} way={way} onAgain={() => setAgain(result)} />;
  return <AskForCode way={way} fetcher={fetcher} result={result === again ? undefined : result} />;
}

function AskForCode({
  way,
  fetcher,
  result,
}: {
  way: CodeWay;
  fetcher: ReturnType<typeof useFetcher<Asked>>;
  result: Asked | undefined;
}) {
  const { t } = useTranslation("auth");
  const href = useTenantHref();
  const [search] = useSearchParams();
  const required = (value: string) => (value.trim() === "" ? t("signIn.required") : null);
  const form = useServerForm({
    initialValues: { phone: "", customerNumber: "" },
    validate: { phone: required, ...(way === "claim" ? { customerNumber: required } : {}) },
    result,
  });
  return (
    <AuthFrame
      title={t(`code.${way}Title`)}
      lead={t(`code.${way}Lead`)}
      more={
        <>
          <p>
            <Link to={`${href("auth/sign-in")}?${search}`}>{t("code.toPassword")}</Link>
          </p>
          <p>
            {way === "claim" ? (
              <Link to={`${href("auth/code")}?${search}`}>{t("code.toCode")}</Link>
            ) : (
              <Link to={`${href("auth/claim")}?${search}`}>{t("code.toClaim")}</Link>
            )}
          </p>
        </>
      }
    >
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("code.send")}>
        {way === "claim" ? (
          <TextField
            form={form}
            path="customerNumber"
            label={t("code.customerNumber")}
            hint={t("code.customerNumberHint")}
            autoComplete="off"
          />
        ) : null}
        <TextField
          form={form}
          path="phone"
          type="tel"
          label={t("code.phone")}
          autoComplete="tel"
          {...(way === "claim" ? { hint: t("code.phoneHint") } : {})}
        />
      </ServerForm>
    </AuthFrame>
  );
}

function EnterCode({ phone, way, onAgain }: { phone: string; way: CodeWay; onAgain: () => void }) {
  const { t } = useTranslation("auth");
  const fetcher = useFetcher<Asked>();
  const form = useServerForm({
    initialValues: { code: "" },
    validate: { code: (value: string) => (value.trim() === "" ? t("signIn.required") : null) },
    result: fetcher.data,
  });
  return (
    <AuthFrame
      title={t(`code.${way}Title`)}
      lead={t(way === "claim" ? "code.sentClaim" : "code.sent", { phone })}
      more={
        <p>
          <button type="button" onClick={onAgain}>
            {t("code.again")}
          </button>
        </p>
      }
    >
      <ServerForm form={form} fetcher={fetcher} submitLabel={t("code.confirm")}>
        <input type="hidden" name="intent" value="confirm" />
        <TextField form={form} path="code" label={t("code.code")} autoComplete="one-time-code" />
      </ServerForm>
    </AuthFrame>
  );
}
