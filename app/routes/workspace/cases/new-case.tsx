import { Button, NativeSelect } from "@mantine/core";
import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { FillForm } from "#app/components/case/form-of-case.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listHref } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { newId } from "#app/platform/ids.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { PRIORITIES } from "#schema/blueprint/service/schema.ts";
import { dataOf } from "./case-action.server.ts";
import classes from "./cases.module.css";
import { Refusal, refusedFields } from "./refusal.tsx";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const { caller } = context;
  const services = await caller.case.listOffered();
  const service = services.find(({ key }) => key === search.get("service"));
  const customerId = search.get("customerId") || undefined;
  const customer = customerId === undefined ? undefined : await caller.customer.show({ customerId });
  const points = (customer?.agreements ?? []).filter(({ endOn }) => endOn === null);
  const servicePointId =
    search.get("servicePointId") || (points.length === 1 ? points[0]?.servicePointId : undefined);
  const about = {
    ...(customerId === undefined ? {} : { customerId }),
    ...(servicePointId === undefined ? {} : { servicePointId }),
  };
  const wantsCustomer = service !== undefined && customer === undefined;
  const found = wantsCustomer
    ? (
        await caller.customer.list({
          sort: "number",
          direction: "ascending",
          search: search.get("search") || undefined,
        })
      ).rows.slice(0, FOUND_LIMIT)
    : [];
  return {
    services,
    service: service ?? null,
    customer:
      customer === undefined ? null : { id: customer.id, name: customer.name, number: customer.number },
    points: points.map((point) => ({
      id: point.servicePointId,
      number: point.servicePointNumber,
      address: point.address,
    })),
    about,
    found,
    request:
      service !== undefined && customer !== undefined
        ? await caller.case.requestForm({ service: service.key, ...about })
        : null,
    key: newId(),
    roles: context.session?.kind === "staff" ? context.session.roles : [],
    title: translator(context.locale, "cases")("new.title"),
  };
});

const FOUND_LIMIT = 20;

export const action = formAction(async ({ request, context }) => {
  const sent = await request.formData();
  const text = (name: string): string | undefined => String(sent.get(name) ?? "") || undefined;
  const { caseId } = await context.caller.case.open({
    service: text("service") ?? "",
    key: text("key") ?? "",
    data: dataOf(sent),
    customerId: text("customerId"),
    servicePointId: text("servicePointId"),
    priority: PRIORITIES.find((each) => each === text("priority")),
  });
  throw redirect(`${context.tenant?.base ?? ""}/workspace/cases/${caseId}`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function NewCasePage() {
  const { t } = useTranslation("cases");
  const { service } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const href = useTenantHref();
  return (
    <>
      <PageHeader
        title={service === null ? t("new.title") : service.label[locale]}
        lead={service === null ? t("new.lead") : (service.about?.[locale] ?? "")}
        back={
          service === null
            ? { to: href("workspace/cases"), label: t("list.title") }
            : { to: href("workspace/cases/new"), label: t("new.title") }
        }
      />
      <Step />
    </>
  );
}

function Step() {
  const { service, customer, request } = useLoaderData<typeof loader>();
  if (service === null) return <ChooseService />;
  if (customer === null || request === null) return <ChooseCustomer />;
  return <FillIn />;
}

function ChooseService() {
  const { t } = useTranslation("cases");
  const { services } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const [search] = useSearchParams();
  if (services.length === 0) return <EmptyState title={t("new.noneTitle")} advice={t("new.noneAdvice")} />;
  return (
    <div className={classes.choices}>
      {services.map((each) => (
        <Link key={each.key} to={listHref(search, { service: each.key })} className={classes.choice}>
          <span className={classes.choiceTitle}>{each.label[locale]}</span>
          <span className={classes.quiet}>{each.about?.[locale] ?? t(`category.${each.category}`)}</span>
        </Link>
      ))}
    </div>
  );
}

function ChooseCustomer() {
  const { t } = useTranslation("cases");
  const { found } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  return (
    <>
      <FilterBar filters={[{ kind: "search", name: "search", label: t("new.findCustomer") }]} />
      <DataTable
        caption={t("new.findCustomer")}
        rows={found}
        rowKey={({ id }) => id}
        rowHref={({ id }) => listHref(search, { customerId: id, search: null })}
        columns={[
          { key: "name", header: t("list.customer"), card: "title", cell: ({ name }) => name },
          { key: "number", header: t("list.number"), cell: ({ number }) => number },
          { key: "phone", header: t("case.phone"), cell: ({ phone }) => phone ?? "–" },
          { key: "address", header: t("case.address"), cell: ({ address }) => address ?? "–" },
        ]}
        empty={{ title: t("new.nobodyTitle"), advice: t("new.nobodyAdvice") }}
      />
    </>
  );
}

function FillIn() {
  const { t } = useTranslation("cases");
  const { service, customer, points, about, request, key, roles } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const fetcher = useFetcher<FormResult<null>>();
  const [search] = useSearchParams();
  if (service === null || customer === null || request === null) return null;
  const refused = refusedFields(fetcher.data);
  return (
    <Panel
      title={`${customer.name} ${customer.number}`}
      actions={
        <Link to={listHref(search, { customerId: null, servicePointId: null })}>
          {t("new.otherCustomer")}
        </Link>
      }
    >
      <fetcher.Form method="post" className={classes.form}>
        <Refusal result={fetcher.data} all={request.form === null} />
        <input type="hidden" name="service" value={service.key} />
        <input type="hidden" name="key" value={key} />
        <input type="hidden" name="customerId" value={customer.id} />
        {points.length === 0 ? null : (
          <NativeSelect
            name="servicePointId"
            label={t("case.address")}
            defaultValue={about.servicePointId ?? ""}
            data={[
              ...(points.length === 1 ? [] : [{ value: "", label: t("new.noPoint") }]),
              ...points.map((point) => ({ value: point.id, label: `${point.address} · ${point.number}` })),
            ]}
          />
        )}
        <NativeSelect
          name="priority"
          label={t("list.priority")}
          defaultValue=""
          data={[
            { value: "", label: t("new.usualPriority") },
            ...PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })),
          ]}
        />
        {request.form === null ? null : (
          <FillForm
            form={request.form}
            value={{}}
            codeLists={request.codeLists}
            context={request.context}
            roles={roles}
            refused={refused}
            checked={refused.size > 0}
          />
        )}
        <div className={classes.row}>
          <Button type="submit" loading={fetcher.state !== "idle"}>
            {t("new.open", { service: service.label[locale] })}
          </Button>
        </div>
      </fetcher.Form>
    </Panel>
  );
}
