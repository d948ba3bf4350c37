// The order is the order of the cascade: our elements, Mantine, then what is ours without a layer.
import "./components/theme/elements.css";
import "@fontsource-variable/noto-sans-sc/index.css";
import "@mantine/core/styles.layer.css";
import "@mantine/dates/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./components/theme/base.css";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "@remix-run/react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { I18nextProvider } from "react-i18next";
import { loadLocale } from "#app/locales/load.ts";
import { hasLocale, i18nFor } from "#app/platform/i18n.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { PageError } from "./components/page-error.tsx";
import type { PageRoot } from "./components/page-root.ts";
import { useRequestFacts } from "./components/request-facts.tsx";
import { NavigationProgress } from "./components/shell/navigation-progress.tsx";
import { AUTO_SCHEME_SCRIPT, cookieColorSchemeManager } from "./components/theme/color-scheme.ts";
import { themeHref } from "./components/theme/stylesheet.ts";
import { themeOf } from "./components/theme/theme.ts";
import { PLATFORM_COLOR } from "./web/tenant-brand.ts";

export const links: LinksFunction = () => [{ rel: "icon", href: "/favicon.svg", type: "image/svg+xml" }];

export const meta: MetaFunction = () => [{ title: "Manifold" }];

export function loader({ context }: LoaderFunctionArgs): PageRoot {
  const { tenant, session, permissions, locale, colorScheme, requestId } = context;
  return {
    requestId,
    locale,
    colorScheme,
    tenant: tenant && { ...tenant.brand, base: tenant.base },
    viewer: session && { kind: session.kind, displayName: session.displayName, abilities: permissions },
  };
}

export function Layout({ children }: { children: ReactNode }) {
  const facts = useRequestFacts();
  // Without loader data the root loader itself failed; the page still speaks and looks like ours.
  const root = useRouteLoaderData<PageRoot>("root");
  const locale = useLoadedLocale(root?.locale ?? facts.locale);
  const colorScheme = root?.colorScheme ?? "auto";
  const [manager] = useState(() => cookieColorSchemeManager(colorScheme));
  const color = root?.tenant?.color ?? PLATFORM_COLOR;
  useEffect(() => {
    // Tells browser tests that buttons do something from now on.
    document.documentElement.dataset.awake = "";
  }, []);
  const nonce = useMemo(() => () => facts.nonce, [facts.nonce]);
  return (
    <html
      lang={locale}
      data-request-id={facts.requestId}
      data-mantine-color-scheme={colorScheme === "dark" ? "dark" : "light"}
      suppressHydrationWarning
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={colorScheme === "auto" ? "light dark" : colorScheme} />
        {colorScheme === "auto" ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this program, run before the first paint.
          <script nonce={facts.nonce} dangerouslySetInnerHTML={{ __html: AUTO_SCHEME_SCRIPT }} />
        ) : null}
        <Meta />
        <link rel="stylesheet" href={themeHref(color)} />
        <Links />
      </head>
      <body>
        <MantineProvider
          theme={themeOf(color)}
          withCssVariables={false}
          withGlobalClasses={false}
          defaultColorScheme={colorScheme}
          colorSchemeManager={manager}
          getStyleNonce={nonce}
        >
          <I18nextProvider i18n={i18nFor(locale)}>
            <NavigationProgress />
            {children}
            <Notifications position="bottom-center" autoClose={6000} />
          </I18nextProvider>
        </MantineProvider>
        <ScrollRestoration nonce={facts.nonce} />
        <Scripts nonce={facts.nonce} />
      </body>
    </html>
  );
}

/** The language to show: a newly chosen one only when its texts have arrived, until then the one before. */
function useLoadedLocale(wanted: Locale): Locale {
  const [shown, setShown] = useState(wanted);
  useEffect(() => {
    let current = true;
    void loadLocale(wanted).then(() => {
      if (current) setShown(wanted);
    });
    return () => {
      current = false;
    };
  }, [wanted]);
  return hasLocale(wanted) ? wanted : shown;
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PageError fullPage />;
}
