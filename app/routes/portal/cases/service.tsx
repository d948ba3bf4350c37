import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { FillForm } from "#app/components/case/form-of-case.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { newId } from "#app/platform/ids.ts";
import { dataOf } from "#app/routes/workspace/cases/case-action.server.ts";
import { Refusal, refusedFields } from "#app/routes/workspace/cases/refusal.tsx";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./portal-cases.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const request = await context.caller.ownCase.requestForm({ service: params.service ?? "" });
  return { request, key: newId(), title: request.service.label[context.locale] };
});

export const action = formAction(async ({ request, params, context }) => {
  const sent = await request.formData();
  const text = (name: string): string | undefined => String(sent.get(name) ?? "").trim() || undefined;
  const { caseId } = await context.caller.ownCase.request({
    service: params.service ?? "",
    key: text("key") ?? "",
    data: dataOf(sent),
    servicePointId: text("servicePointId"),
    freePoint: text("freePoint"),
  });
  throw redirect(`${context.tenant?.base ?? ""}/portal/requests/${caseId}?sent=1`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function ServicePage() {
  const { t } = useTranslation("cases");
  const { request, key } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const href = useTenantHref();
  const fetcher = useFetcher<FormResult<null>>();
  const refused = refusedFields(fetcher.data);
  const { service, servicePoints } = request;
  // A new account is for a place where the customer is not yet.
  const asksForFree = service.requires.includes("service-point") && !service.requires.includes("customer");
  const needsPoint =
    !asksForFree && service.requires.some((need) => need === "service-point" || need === "premise");
  return (
    <>
      <PageHeader
        title={service.label[locale]}
        lead={service.about?.[locale] ?? ""}
        back={{ to: href("portal/services"), label: t("services.title") }}
      />
      {needsPoint && servicePoints.length === 0 ? (
        <EmptyState title={t("services.noPointTitle")} advice={t("services.noPointAdvice")} />
      ) : (
        <Panel title={t("services.form")}>
          <fetcher.Form method="post" className={classes.form}>
            <Refusal result={fetcher.data} all={request.form === null} />
            <input type="hidden" name="key" value={key} />
            {asksForFree ? (
              <TextInput
                name="freePoint"
                label={t("services.freePoint")}
                description={t("services.freePointHint")}
                required
                withAsterisk
                maxLength={60}
                error={refused.get("freePoint")}
              />
            ) : null}
            {asksForFree || servicePoints.length === 0 ? null : (
              <NativeSelect
                name="servicePointId"
                label={t("case.address")}
                data={servicePoints.map(({ id, address, number }) => ({
                  value: id,
                  label: `${address} · ${number}`,
                }))}
              />
            )}
            {request.form === null ? null : (
              <FillForm
                form={request.form}
                value={{}}
                codeLists={request.codeLists}
                context={request.context}
                roles={CUSTOMER}
                refused={refused}
                checked={refused.size > 0}
              />
            )}
            <div className={classes.row}>
              <Button type="submit" loading={fetcher.state !== "idle"}>
                {t("services.send")}
              </Button>
            </div>
          </fetcher.Form>
        </Panel>
      )}
    </>
  );
}

const CUSTOMER = ["customer"];
