import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { Revealed, RevealForm } from "#app/components/privacy/reveal-form.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { translator } from "#app/platform/i18n.ts";
import type { RevealedCustomer } from "#app/services/privacy/reveal-customer.ts";
import { formAction, page } from "#app/web/page.server.ts";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  if (!context.permissions.includes("reveal:personalData")) throw commonError("FORBIDDEN");
  const { id, number, name } = await context.caller.customer.show({ customerId: params.customerId ?? "" });
  return { id, number, name, title: translator(context.locale, "privacy")("unmask.open") };
});

export const action = formAction<RevealedCustomer>(
  async ({ request, params, context }: ActionFunctionArgs) => {
    const form = await request.formData();
    return context.caller.privacy.reveal({
      customerId: params.customerId ?? "",
      reason: String(form.get("reason") ?? ""),
    });
  },
);

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** One customer's data as they are, for a reason that is kept. */
export default function RevealCustomerPage() {
  const { t } = useTranslation("privacy");
  const { id, number, name } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const href = useTenantHref();
  return (
    <>
      <PageHeader
        title={t("unmask.open")}
        lead={`${name} · ${number}`}
        back={{ to: href(`workspace/customers/${id}`), label: name }}
      />
      <Panel>{result?.ok ? <Revealed shown={result.value} /> : <RevealForm customerId={id} />}</Panel>
    </>
  );
}
