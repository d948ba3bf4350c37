import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot, useTenant } from "#app/components/page-root.ts";
import { allowedMenu } from "#app/components/shell/menu.ts";
import { CONSOLE_MENU } from "#app/components/shell/menus/console.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./home.module.css";

export const loader = page(({ context }: LoaderFunctionArgs) => ({
  title: translator(context.locale, "home")("console.title"),
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** What this person can manage here: the menu, laid out. */
export default function ConsoleHome() {
  const { t } = useTranslation("home");
  const { t: words } = useTranslation("shell");
  const tenant = useTenant();
  const { locale, viewer } = usePageRoot();
  const href = useTenantHref();
  const groups = allowedMenu(CONSOLE_MENU, viewer?.abilities ?? [])
    .map((group) => ({ ...group, entries: group.entries.filter(({ path }) => path !== "console") }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <>
      <PageHeader title={t("console.title")} lead={tenant.name[locale]} />
      {groups.length === 0 ? (
        <EmptyState title={t("console.emptyTitle")} advice={t("console.emptyAdvice")} />
      ) : null}
      {groups.map(({ label, entries }) => (
        <section key={label ?? "first"} className={classes.group}>
          {label ? <h2 className={classes.title}>{words(`menuGroup.${label}`)}</h2> : null}
          <ul className={classes.list}>
            {entries.map(({ label: name, path, icon: EntryIcon }) => (
              <li key={path}>
                <Link to={href(path)} prefetch="intent" className={classes.entry}>
                  <EntryIcon size={20} stroke={1.5} className={classes.icon} aria-hidden />
                  {words(`menu.${name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
