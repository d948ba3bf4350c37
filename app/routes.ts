import {
  index as indexRoute,
  layout as layoutRoute,
  route as plainRoute,
  type RouteConfig,
  type RouteConfigEntry,
} from "@remix-run/route-config";

/**
 * The URL table: every page of the product. `/t/:tenant/…` is how the demo finds a utility; in production its host
 * name does, and the same pages lie at the root. Links are made by `useTenantHref()`, which knows which of the two.
 */
export default [
  indexRoute("routes/home/home.tsx"),
  plainRoute("style", "routes/style/style.tsx"),
  plainRoute("preferences", "routes/home/preferences.ts"),
  plainRoute("theme/:file", "routes/home/theme.ts"),
  plainRoute("market", "routes/market/shell.tsx", [indexRoute("routes/market/home.tsx")]),
  ...tenantRoutes("t/:tenant"),
  ...tenantRoutes(""),
  plainRoute("*", "routes/home/not-found.tsx"),
] satisfies RouteConfig;

/** The pages of a utility, mounted under `prefix`. Called twice, so every route gets an id of its own. */
function tenantRoutes(prefix: string): RouteConfigEntry[] {
  const { route, index, layout } = mount(prefix === "" ? "host" : "path");
  const pages = [
    // Coming in and going out.
    route("auth/sign-in", "routes/auth/sign-in.tsx"),
    route("auth/sign-on", "routes/auth/sign-on.tsx"),
    route("auth/sign-on/return", "routes/auth/sign-on-return.tsx"),
    route("auth/sign-out", "routes/auth/sign-out.ts"),
    route("auth/code", "routes/auth/code.tsx"),
    route("auth/claim", "routes/auth/claim.tsx"),
    route("auth/forgot", "routes/auth/forgot.tsx"),
    route("auth/reset", "routes/auth/reset.tsx"),
    route("auth/invitation", "routes/auth/invitation.tsx"),
    route("auth/second-factor", "routes/auth/second-factor.tsx"),
    route("auth/account", "routes/auth/account.tsx"),
    route("auth/account/second-factor", "routes/auth/own-second-factor.tsx"),
    // Customers.
    route("portal", "routes/portal/shell.tsx", [
      index("routes/portal/home.tsx"),
      route("usage", "routes/portal/usage.tsx"),
      route("what-if", "routes/portal/what-if.tsx"),
      route("bills", "routes/portal/bills.tsx"),
      route("bills/:billId", "routes/portal/bill.tsx"),
      route("payments", "routes/portal/payments.tsx"),
      route("payments/:intentId", "routes/portal/payment.tsx"),
      route("messages", "routes/portal/messages.tsx"),
      route("messages/wishes", "routes/portal/message-wishes.tsx"),
      route("accounts", "routes/portal/accounts.tsx"),
      route("privacy", "routes/portal/privacy.tsx"),
      route("services", "routes/portal/cases/services.tsx"),
      route("services/:service", "routes/portal/cases/service.tsx"),
      route("requests", "routes/portal/cases/requests.tsx"),
      route("requests/:caseId", "routes/portal/cases/request.tsx"),
    ]),
    // Staff.
    route("workspace", "routes/workspace/shell.tsx", [
      index("routes/workspace/home.tsx"),
      route("inbox", "routes/workspace/inbox/inbox.tsx"),
      route("inbox/tasks/:caseId", "routes/workspace/inbox/task.ts"),
      route("customers", "routes/workspace/customers.tsx"),
      route("customers/:customerId", "routes/workspace/customer.tsx"),
      route("customers/:customerId/reveal", "routes/workspace/reveal-customer.tsx"),
      route("agreements/:agreementId", "routes/workspace/agreement.tsx"),
      route("cases", "routes/workspace/cases/cases.tsx"),
      route("cases/new", "routes/workspace/cases/new-case.tsx"),
      route("cases/:caseId", "routes/workspace/cases/case.tsx"),
      route("board", "routes/workspace/cases/board.tsx"),
      route("dispatch", "routes/workspace/cases/dispatch.tsx"),
      route("premises", "routes/workspace/premises.tsx"),
      route("meters", "routes/workspace/meters.tsx"),
      route("map", "routes/workspace/map.tsx"),
      route("alarms", "routes/workspace/alarms/alarms.tsx"),
      route("alarms/rules", "routes/workspace/alarms/rules.tsx"),
      route("alarms/:alarmId", "routes/workspace/alarms/alarm.tsx"),
      route("reads", "routes/workspace/reads/points.tsx"),
      route("reads/findings", "routes/workspace/reads/findings.tsx"),
      route("reads/quarantine", "routes/workspace/reads/quarantine.tsx"),
      route("reads/upload", "routes/workspace/reads/upload.tsx"),
      route("reads/channels/:channelId", "routes/workspace/reads/channel.tsx"),
      route("reads/registers/:registerId", "routes/workspace/reads/register.tsx"),
      route("bill-runs", "routes/workspace/bill-runs.tsx"),
      route("bill-runs/:billRunId", "routes/workspace/bill-run.tsx"),
      route("bills", "routes/workspace/bills.tsx"),
      route("bills/:billId", "routes/workspace/bill.tsx"),
      route("ledger", "routes/workspace/ledger.tsx"),
      route("kpis", "routes/workspace/kpis.tsx"),
      route("kpis/:key", "routes/workspace/kpi.tsx"),
      route("accounts/:customerId", "routes/workspace/account.tsx"),
    ]),
    // Admins.
    route("console", "routes/console/shell.tsx", [
      index("routes/console/home.tsx"),
      route("tenant", "routes/console/tenant.tsx"),
      route("tiers", "routes/console/tiers.tsx"),
      route("plugins", "routes/console/plugins/plugins.tsx"),
      route("plugins/:pluginId", "routes/console/plugins/plugin.tsx"),
      route("shadow-runs", "routes/console/shadow-runs.tsx"),
      route("shadow-runs/:shadowRunId", "routes/console/shadow-run.tsx"),
      route("releases", "routes/console/releases.tsx"),
      route("releases/:number", "routes/console/release.tsx"),
      route("releases/proposals/:proposalId", "routes/console/proposal.tsx"),
      route("upgrades", "routes/console/upgrades.tsx"),
      route("designer", "routes/console/designer/frame.tsx", [
        index("routes/console/designer/list.tsx"),
        route(":kind/:key", "routes/console/designer/item.tsx"),
      ]),
      route("members", "routes/console/members.tsx"),
      route("members/:personId", "routes/console/member.tsx"),
      route("api-keys", "routes/console/api-keys.tsx"),
      route("security", "routes/console/security.tsx"),
      route("audit", "routes/console/audit.tsx"),
      route("privacy", "routes/console/privacy/home.tsx"),
      route("privacy/people/:customerId", "routes/console/privacy/person.tsx"),
      route("privacy/access", "routes/console/privacy/access.tsx"),
      route("commands", "routes/console/commands.tsx"),
      route("outbox", "routes/console/outbox.tsx"),
      route("outbox/:messageId", "routes/console/outbox-message.tsx"),
      route("payments", "routes/console/payments.tsx"),
      route("system", "routes/console/system.tsx"),
    ]),
  ];
  return prefix === ""
    ? // `/` itself is home.tsx, which sends a utility's own host on to its portal.
      [layout("routes/tenant.tsx", pages)]
    : [
        route(prefix, "routes/tenant.tsx", [
          index("routes/tenant-index.tsx"),
          ...pages,
          route("*", "routes/home/not-found.tsx"),
        ]),
      ];
}

/** The helpers of Remix with ids that tell the two mounts apart: `path:routes/portal/home`. */
function mount(name: "path" | "host") {
  const id = (file: string): { id: string } => ({ id: `${name}:${file.replace(/\.tsx?$/, "")}` });
  return {
    route: (path: string, file: string, children: RouteConfigEntry[] = []) =>
      plainRoute(path, file, id(file), children),
    index: (file: string) => indexRoute(file, id(file)),
    layout: (file: string, children: RouteConfigEntry[]) => layoutRoute(file, id(file), children),
  };
}
