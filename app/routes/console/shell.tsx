import { Outlet } from "@remix-run/react";
import { PageError } from "#app/components/page-error.tsx";
import { CONSOLE_MENU } from "#app/components/shell/menus/console.ts";
import { SideShell } from "#app/components/shell/side-shell.tsx";
import { areaLoader } from "#app/web/area.server.ts";

export const loader = areaLoader("staff");

export default function ConsoleShell() {
  return (
    <SideShell area="console" menu={CONSOLE_MENU}>
      <Outlet />
    </SideShell>
  );
}

export function ErrorBoundary() {
  return (
    <SideShell area="console" menu={CONSOLE_MENU}>
      <PageError />
    </SideShell>
  );
}
