import { Outlet } from "@remix-run/react";
import { PageError } from "#app/components/page-error.tsx";
import { MARKET_MENU } from "#app/components/shell/menus/market.ts";
import { TopShell } from "#app/components/shell/top-shell.tsx";

export default function MarketShell() {
  return (
    <TopShell home="/market" area="market" menu={MARKET_MENU}>
      <Outlet />
    </TopShell>
  );
}

export function ErrorBoundary() {
  return (
    <TopShell home="/market" area="market" menu={MARKET_MENU}>
      <PageError />
    </TopShell>
  );
}
