import type { DemoLogin } from "./demo-data.ts";
import type { LaunchSettings } from "./environment.ts";

/** What a person reads when everything runs: where to go, and as whom. */
export function welcome(settings: LaunchSettings, logins: readonly DemoLogin[], total: string): string {
  const base = process.env.PUBLIC_URL || `http://localhost:${settings.port}`;
  return [
    "",
    `Manifold runs${settings.development ? " for development" : ""}: ${base}   (ready after ${total})`,
    ...demoLines(base, logins),
    "",
    `Stop with Ctrl-C. Logs: ${settings.folder}/logs`,
    "",
  ].join("\n");
}

/** For each utility its address, whoever administers it and its first customer; the rest stand on the sign-in page. */
function demoLines(base: string, logins: readonly DemoLogin[]): string[] {
  const [any] = logins;
  if (any === undefined) return [];
  const tenants = [...new Set(logins.map(({ tenant }) => tenant))];
  const rows = tenants.map((tenant) => {
    const first = (audience: DemoLogin["audience"]): string =>
      logins.find((login) => login.tenant === tenant && login.audience === audience)?.login ?? "—";
    return { address: `${base}/t/${tenant}`, staff: first("staff"), customer: first("customer") };
  });
  const width = Math.max(...rows.map(({ address }) => address.length));
  const staffWidth = Math.max("staff".length, ...rows.map(({ staff }) => staff.length));
  return [
    "",
    `${"".padEnd(width)}   ${"staff".padEnd(staffWidth)}   customer`,
    ...rows.map(
      ({ address, staff, customer }) =>
        `${address.padEnd(width)}   ${staff.padEnd(staffWidth)}   ${customer}`,
    ),
    `Password of every demo login: ${any.password}`,
  ];
}
