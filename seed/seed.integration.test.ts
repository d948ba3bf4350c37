import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { listTenants } from "#app/services/blueprint/export-pack.ts";
import { signIn } from "#app/services/identity/sign-in.ts";
import { sha256 } from "#engines/kernel/hash.ts";
import { testDatabase } from "#tests/database.ts";
import { demoLogins, type SeedReport, seed } from "./run.ts";

await testDatabase();

// Ids of bills and their ledger come from the services' own clock; everything that the seed itself makes is compared.
const TABLES = [
  "org_unit",
  "grid_cell",
  "staff",
  "customer",
  "premise",
  "service_point",
  "agreement",
  "meter",
  "meter_installation",
  "register",
  "channel",
  "register_read",
  "day_row",
  "register_finding",
  "read_finding",
  "service_case",
  "case_task",
  "case_event",
  "case_timer",
  "case_rating",
] as const;

const TODAY = "2026-11-01";
const SCALE = 0.02;

async function fingerprint(): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const { id, slug } of await listTenants()) {
    await withTenantSql(systemScope(id), async (sql) => {
      for (const table of TABLES) {
        const { rows } = await sql.query<{ text: string }>(
          `SELECT coalesce(string_agg(row::text, E'\\n' ORDER BY row::text), '') AS text
             FROM (SELECT to_jsonb(t) - 'tenant_id' AS row FROM ${table} t WHERE t.tenant_id = $1) t`,
          [id],
        );
        prints[`${slug}/${table}`] = sha256(rows[0]?.text ?? "");
      }
    });
  }
  return prints;
}

async function countIn(slug: string, text: string): Promise<number> {
  const tenant = (await listTenants()).find((each) => each.slug === slug);
  const { id } = tenant as { id: string };
  const { rows } = await withTenantSql(systemScope(id), (sql) => sql.query<{ count: number }>(text, [id]));
  return rows[0]?.count ?? 0;
}

describe("the seed", () => {
  let first: SeedReport;
  let before: Record<string, string>;

  beforeAll(async () => {
    first = await seed({ scale: SCALE, today: TODAY });
    before = await fingerprint();
  });
  afterAll(closeDatabase);

  it("fills every utility that has customers", () => {
    const customers = Object.fromEntries(first.tenants.map(({ slug, customers }) => [slug, customers]));
    expect(customers).toEqual({ "alder-bay": 3, linzhou: 32, "linzhou-gas": 18, qingjiang: 0 });
    for (const { slug, bills, indices } of first.tenants.filter((tenant) => tenant.customers > 0)) {
      expect(indices, slug).toBeGreaterThan(0);
      expect(bills, slug).toBeGreaterThan(0);
    }
  });

  it("run again, also on another day, changes nothing", async () => {
    const again = await seed({ scale: SCALE, today: "2026-12-24" });
    expect(again.today).toBe(TODAY);
    for (const { indices, days, bills } of again.tenants)
      expect({ indices, days, bills }).toEqual({ indices: 0, days: 0, bills: 0 });
    expect(await fingerprint()).toEqual(before);
  });

  it("at a larger scale keeps the customers there were and adds others", async () => {
    const numbers =
      "SELECT count(*)::integer AS count FROM customer WHERE tenant_id = $1 AND number <= '3201000032'";
    expect(await countIn("linzhou", numbers)).toBe(32);
    await seed({ scale: 0.03, today: TODAY });
    expect(await countIn("linzhou", numbers)).toBe(32);
    expect(
      await countIn("linzhou", "SELECT count(*)::integer AS count FROM customer WHERE tenant_id = $1"),
    ).toBe(48);
  });

  it("bills what was read: a month's bills of a household add up to what its meter counted", async () => {
    const wrong = `
      SELECT count(*)::integer AS count FROM bill b
      JOIN meter_installation i ON i.tenant_id = b.tenant_id AND i.service_point_id = b.service_point_id
      JOIN register r ON r.tenant_id = i.tenant_id AND r.meter_id = i.meter_id AND r.code IN ('total', 'volume')
      JOIN service_point s ON s.tenant_id = b.tenant_id AND s.id = b.service_point_id
      JOIN register_read f ON f.tenant_id = r.tenant_id AND f.register_id = r.id AND (f.read_at AT TIME ZONE s.timezone)::date = b.period_start
      JOIN register_read t ON t.tenant_id = r.tenant_id AND t.register_id = r.id AND (t.read_at AT TIME ZONE s.timezone)::date = b.period_end
      WHERE b.tenant_id = $1 AND b.usage <> (t.index_value - f.index_value) * i.multiplier AND t.index_value > f.index_value`;
    expect(await countIn("linzhou", wrong)).toBe(0);
    expect(await countIn("linzhou-gas", wrong)).toBe(0);
  });

  it("leaves paid bills with a payment, a receipt and a ledger entry each", async () => {
    const paid = "SELECT count(*)::integer AS count FROM bill WHERE tenant_id = $1 AND paid > 0";
    const whole = `SELECT count(*)::integer AS count FROM bill b
      JOIN payment_allocation a ON a.tenant_id = b.tenant_id AND a.bill_id = b.id AND a.amount = b.paid
      JOIN receipt r ON r.tenant_id = a.tenant_id AND r.payment_id = a.payment_id
      JOIN ledger_entry l ON l.tenant_id = a.tenant_id AND l.reference_id = a.payment_id AND l.amount = a.amount
      WHERE b.tenant_id = $1 AND b.paid > 0`;
    const count = await countIn("linzhou", paid);
    expect(count).toBeGreaterThan(0);
    expect(await countIn("linzhou", whole)).toBe(count);
  });

  it("lets everybody in whom it names, staff and customers", async () => {
    const logins = await demoLogins();
    expect(logins.map(({ login }) => login)).toEqual(first.logins.map(({ login }) => login));
    const tried = [
      "billing@linzhou",
      "viewer@qingjiang",
      ...logins.filter(({ audience }) => audience === "customer").map(({ login }) => login),
    ];
    for (const { tenant, audience, login, password } of logins.filter((each) => tried.includes(each.login))) {
      const { token } = await signIn({
        slug: tenant,
        as: audience,
        login,
        password,
        ip: undefined,
        agent: "test",
        requestId: "test",
      });
      expect(token, login).toBeTruthy();
    }
  });
});
