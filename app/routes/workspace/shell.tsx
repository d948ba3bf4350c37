import { Outlet } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { forgetFieldData, readFieldTrace, useFieldWaiting } from "#app/components/field-trace.ts";
import { onLeave } from "#app/components/leave-guard.ts";
import { PageError } from "#app/components/page-error.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { WORKSPACE_MENU } from "#app/components/shell/menus/workspace.ts";
import { SideShell } from "#app/components/shell/side-shell.tsx";
import { areaLoader } from "#app/web/area.server.ts";

export const loader = areaLoader("staff");

export default function WorkspaceShell() {
  const { tenant, viewer } = usePageRoot();
  const [base, person] = [tenant?.base ?? "", viewer?.displayName ?? ""];
  const waiting = useFieldWaiting(base, person);
  useFieldGuard(base, person);
  return (
    <SideShell area="workspace" menu={WORKSPACE_MENU} badges={{ "workspace/inbox": waiting }} phoneBar>
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

/** Before a sign-out: says what would wait on this device, and takes what was kept of customers off it. */
function useFieldGuard(base: string, person: string): void {
  const { t } = useTranslation("inbox");
  useEffect(
    () =>
      onLeave(async () => {
        const trace = readFieldTrace(base, person);
        if (trace === undefined) return true;
        if (trace.waiting > 0 && !window.confirm(t("leave", { count: trace.waiting }))) return false;
        await forgetFieldData(trace);
        return true;
      }),
    [base, person, t],
  );
}
