import { Outlet } from "@remix-run/react";
import { PageError } from "#app/components/page-error.tsx";
import { WORKSPACE_MENU } from "#app/components/shell/menus/workspace.ts";
import { SideShell } from "#app/components/shell/side-shell.tsx";
import { areaLoader } from "#app/web/area.server.ts";

export const loader = areaLoader("staff");

export default function WorkspaceShell() {
  return (
    <SideShell area="workspace" menu={WORKSPACE_MENU} phoneBar>
      <Outlet />
    </SideShell>
  );
}

export function ErrorBoundary() {
  return (
    <SideShell area="workspace" menu={WORKSPACE_MENU} phoneBar>
      <PageError />
    </SideShell>
  );
}
