import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import { PageError } from "#app/components/page-error.tsx";
import { PORTAL_MENU } from "#app/components/shell/menus/portal.ts";
import { TopShell } from "#app/components/shell/top-shell.tsx";
import { areaLoader } from "#app/web/area.server.ts";
import { page } from "#app/web/page.server.ts";

const enter = areaLoader("customer");

export const loader = page(async (args: LoaderFunctionArgs) => {
  await enter(args);
  // Of those who share an account only its owners get its messages.
  const { permissions, caller } = args.context;
  return { unread: permissions.includes("receive:message") ? await caller.message.countUnread() : 0 };
});

export default function PortalShell() {
  const { unread } = useLoaderData<typeof loader>();
  return (
    <TopShell home="portal" menu={PORTAL_MENU} badges={{ "portal/messages": unread }}>
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
