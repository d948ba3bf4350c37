import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { IconChevronRight } from "#app/components/icons.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import { Logo } from "#app/components/shell/brand-mark.tsx";
import { Preferences } from "#app/components/shell/preferences.tsx";
import { MAIN_ID, SkipLink } from "#app/components/shell/skip-link.tsx";
import { tenantPath } from "#app/components/tenant-path.ts";
import { brandStore } from "#app/web/brands.ts";
import { page } from "#app/web/page.server.ts";
import type { TenantBrand } from "#app/web/tenant-brand.ts";
import classes from "./home.module.css";

/** On a utility's own host the start is its portal; on the platform's host it is the list of utilities. */
export const loader = page(({ context }: LoaderFunctionArgs) => {
  if (context.tenant) throw redirect(tenantPath(context.tenant.base, "portal"));
  return { utilities: brandStore().list() };
});

export const meta: MetaFunction = () => [{ title: "Manifold" }];

export default function Home() {
  const { t } = useTranslation("home");
  const { utilities } = useLoaderData<typeof loader>();
  return (
    <div className={classes.page}>
      <SkipLink />
      <header className={classes.head}>
        <span className={classes.name}>
          <Logo name="Manifold" url="/favicon.svg" />
          Manifold
        </span>
        <Preferences />
      </header>
      <main id={MAIN_ID} tabIndex={-1} className={classes.main}>
        <h1 className={classes.title}>{t("landing.title")}</h1>
        <p className={classes.lead}>{t("landing.lead")}</p>
        {utilities.length === 0 ? (
          <EmptyState title={t("landing.emptyTitle")} advice={t("landing.emptyAdvice")} />
        ) : (
          <ul className={classes.list}>
            {utilities.map((utility) => (
              <Utility key={utility.slug} utility={utility} />
            ))}
          </ul>
        )}
        <p className={classes.more}>
          <Link to="/market">{t("landing.market")}</Link>
          <Link to="/style">{t("landing.style")}</Link>
        </p>
      </main>
    </div>
  );
}

const AREAS = ["workspace", "console"] as const;

function Utility({ utility }: { utility: TenantBrand }) {
  const { t } = useTranslation("home");
  const { locale } = usePageRoot();
  const base = `/t/${utility.slug}`;
  return (
    <li className={classes.utility}>
      <Logo name={utility.shortName[locale]} url={utility.logoUrl} size={44} color={utility.color} />
      <div className={classes.words}>
        <h2 className={classes.utilityName}>
          <Link to={tenantPath(base, "portal")} className={classes.cover}>
            {utility.name[locale]}
          </Link>
        </h2>
        <p className={classes.facts}>
          {t(`kind.${utility.kind}`)} · {t(`tier.${utility.tier}`)}
        </p>
        <p className={classes.areas}>
          {AREAS.map((area) => (
            <Link key={area} to={tenantPath(base, area)}>
              {t(`landing.${area}`)}
            </Link>
          ))}
        </p>
      </div>
      <IconChevronRight size={18} stroke={1.6} className={classes.arrow} aria-hidden />
    </li>
  );
}
