import { useRouteLoaderData } from "@remix-run/react";
import type { ColorScheme } from "#app/platform/preferences.ts";
import type { TenantBrand } from "#app/web/tenant-brand.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { useRequestFacts } from "./request-facts.tsx";

/** A utility as pages see it. `base` is where its pages are mounted: `/t/<slug>`, or empty under its own host name. */
export interface PageTenant extends TenantBrand {
  readonly base: string;
}

export interface PageViewer {
  readonly kind: "staff" | "customer" | "api";
  readonly displayName: string;
  readonly abilities: readonly string[];
}

/** What the root loader tells every page. */
export interface PageRoot {
  readonly requestId: string;
  readonly locale: Locale;
  readonly colorScheme: ColorScheme;
  readonly tenant: PageTenant | null;
  readonly viewer: PageViewer | null;
}

/** The root's data, or what is known without it when the root loader failed. */
export function usePageRoot(): PageRoot {
  const facts = useRequestFacts();
  const root = useRouteLoaderData<PageRoot>("root");
  return (
    root ?? {
      requestId: facts.requestId,
      locale: facts.locale,
      colorScheme: "auto",
      tenant: null,
      viewer: null,
    }
  );
}

/** Whether who is signed in may do so, such as "start:payment"; what they may not is not offered to them. */
export function useAbility(ability: `${string}:${string}`): boolean {
  return usePageRoot().viewer?.abilities.includes(ability) ?? false;
}

/** The utility of this page. Throws outside one: only pages under `tenantRoutes` may call it. */
export function useTenant(): PageTenant {
  const { tenant } = usePageRoot();
  if (!tenant) throw new Error("This page belongs to no utility");
  return tenant;
}
