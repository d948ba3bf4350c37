import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./portal-cases.module.css";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  services: await context.caller.ownCase.listOffered(),
  title: translator(context.locale, "cases")("services.title"),
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** What comes first for a person with a problem. */
const ORDER = ["safety", "repair", "complaint", "application"];
const rank = (category: string): number => (ORDER.indexOf(category) + ORDER.length + 1) % (ORDER.length + 1);

export default function ServicesPage() {
  const { t } = useTranslation("cases");
  const { services } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const href = useTenantHref();
  const sorted = [...services].sort((a, b) => rank(a.category) - rank(b.category));
  return (
    <>
      <PageHeader
        title={t("services.title")}
        lead={t("services.lead")}
        actions={
          <Button component={Link} to={href("portal/requests")} variant="default">
            {t("services.toRequests")}
          </Button>
        }
      />
      {sorted.length === 0 ? (
        <EmptyState title={t("services.emptyTitle")} advice={t("services.emptyAdvice")} />
      ) : null}
      <div className={classes.choices}>
        {sorted.map((service) => (
          <Link key={service.key} to={href(`portal/services/${service.key}`)} className={classes.choice}>
            <span className={classes.choiceTitle}>{service.label[locale]}</span>
            <span className={classes.quiet}>{service.about?.[locale] ?? ""}</span>
          </Link>
        ))}
      </div>
    </>
  );
}
