import { Button, Group, TextInput } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { AccessTable } from "#app/components/privacy/access-table.tsx";
import { ConsentTable } from "#app/components/privacy/consent-table.tsx";
import classes from "#app/components/privacy/privacy.module.css";
import { StoredTable } from "#app/components/privacy/stored-table.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { ErasurePanel } from "./erasure-panel.tsx";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const person = await context.caller.privacy.showPerson({ customerId: params.customerId ?? "" });
  return {
    person,
    me: context.session?.userId ?? "",
    title: `${person.number} · ${translator(context.locale, "privacy")("home.title")}`,
  };
});

export const action = formAction<null>(async ({ request, params, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? "");
  const { privacy } = context.caller;
  if (text("intent") === "propose")
    await privacy.proposeErasure({ customerId: params.customerId ?? "", reason: text("reason") });
  else
    await privacy.decideErasure({
      erasureId: text("erasureId"),
      approve: text("intent") === "approve",
      note: text("note"),
    });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export type LoadedPerson = ReturnType<typeof useLoaderData<typeof loader>>["person"];

/** What is stored about one person, what they agreed to, who saw it; export and erasure. */
export default function PersonPage() {
  const { t } = useTranslation("privacy");
  const { person, me } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const format = useFormat();
  const mayExport = useAbility("export:privacy");
  useRevalidateWhile(person.erasures.some(({ state }) => state === "approved"));
  return (
    <>
      <PageHeader
        title={person.customerName}
        lead={
          person.erasedAt === null
            ? person.number
            : `${person.number} · ${t("person.erased", { day: format.dateTime(person.erasedAt) })}`
        }
        back={{ to: href("console/privacy"), label: t("home.title") }}
        actions={
          <Button component={Link} variant="default" to={href(`workspace/customers/${person.customerId}`)}>
            {t("person.customer")}
          </Button>
        }
      />
      <ErasurePanel person={person} me={me} />
      {mayExport ? (
        <Panel title={t("export.panel")} lead={t("export.lead")}>
          <form method="get" action={href("api/personal-data")} className={classes.row}>
            <input type="hidden" name="customerId" value={person.customerId} />
            <div className={classes.grow}>
              <TextInput name="reason" label={t("unmask.reason")} required minLength={4} maxLength={500} />
            </div>
            <Group gap="xs">
              <Button type="submit" name="format" value="json" variant="default">
                {t("export.json")}
              </Button>
              <Button type="submit" name="format" value="html" variant="default">
                {t("export.html")}
              </Button>
            </Group>
          </form>
        </Panel>
      ) : null}
      <Panel title={t("stored.title")} lead={t("stored.lead")} flush>
        <StoredTable stored={person.stored.filter(({ rows }) => rows > 0)} tables />
        <details className={classes.empty}>
          <summary>
            {t("stored.empty", { count: person.stored.filter(({ rows }) => rows === 0).length })}
          </summary>
          <p>
            {person.stored.flatMap(({ rows, table }) => (rows === 0 ? [table] : [])).join(t("list.comma"))}
          </p>
        </details>
      </Panel>
      <Panel title={t("consent.title")} flush>
        <ConsentTable consents={person.consents} />
      </Panel>
      <Panel
        title={t("access.title")}
        flush
        actions={
          <Link to={href(`console/privacy/access?customer=${encodeURIComponent(person.number)}`)}>
            {t("access.all")}
          </Link>
        }
      >
        <AccessTable caption={t("access.caption")} access={person.access} />
      </Panel>
    </>
  );
}
