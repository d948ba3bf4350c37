import { Outlet } from "@remix-run/react";
import { PageError } from "#app/components/page-error.tsx";
import { PORTAL_MENU } from "#app/components/shell/menus/portal.ts";
import { TopShell } from "#app/components/shell/top-shell.tsx";
import { areaLoader } from "#app/web/area.server.ts";

export const loader = areaLoader("customer");

export default function PortalShell() {
  return (
    <TopShell home="portal" menu={PORTAL_MENU}>
      <Outlet />
    </TopShell>
  );
}

export function ErrorBoundary() {
  return (
    <TopShell home="portal" menu={PORTAL_MENU}>
      <PageError />
    </TopShell>
  );
}
