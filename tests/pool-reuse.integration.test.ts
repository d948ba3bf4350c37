import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  closeDatabase,
  readTenant,
  type TenantSql,
  withIdentity,
  withTenant,
  withTenantSql,
} from "#app/platform/database.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { testDatabase } from "./database.ts";
import { makeCustomer, makeTenant, type TestCustomer, type TestTenant } from "./world.ts";

/**
 * A connection that served tenant A never answers for B or for nobody: after each way in which work can end, every
 * connection of the pools is asked what it sees, by the three doors of app/platform/database.ts.
 */
const db = await testDatabase();
const admin = new pg.Client({ connectionString: db.urls.owner });
// What another role runs is hidden from the owner, who is no superuser: a role strikes its own connections.
const strikers = (["app", "portal"] as const).map(
  (role) => new pg.Client({ connectionString: db.urls[role] }),
);
const [striker] = strikers as [pg.Client, pg.Client];
let a: TestTenant;
let b: TestTenant;
let ofA: TestCustomer;
let ofB: TestCustomer;
beforeAll(async () => {
  await Promise.all([admin, ...strikers].map((client) => client.connect()));
  a = await makeTenant("linzhou", "power", "city");
  b = await makeTenant("linzhou-gas", "gas", "city");
  ofA = await makeCustomer(a, "li", "electricity");
  ofB = await makeCustomer(b, "li", "gas");
});
afterAll(async () => {
  await Promise.all([admin, ...strikers].map((client) => client.end()));
  await closeDatabase();
});

const NAMES = "SELECT number FROM customer WHERE number LIKE 'linzhou%' ORDER BY number";
const onlyOf = (tenant: TestTenant) => [{ number: `${tenant.slug}-li` }];
const portal = (tenant: TestTenant, customer: TestCustomer): Scope => ({
  ...systemScope(tenant.id),
  customerId: customer.id,
});

/** Asks as the other tenant, by each door, as often as there are connections, and then as the first again. */
async function expectNothingLeft(): Promise<void> {
  for (const [tenant, customer] of [
    [b, ofB],
    [a, ofA],
  ] as const)
    for (const scope of [systemScope(tenant.id), portal(tenant, customer)]) {
      const answers = await Promise.all(
        Array.from({ length: 12 }, async (_, n) => {
          if (n % 3 === 0) return readTenant(scope, "test.names", NAMES, []);
          if (n % 3 === 1) return (await withTenantSql(scope, (sql) => sql.query(NAMES))).rows;
          return withTenant(scope, (tx) =>
            tx.customer.findMany({
              select: { number: true },
              where: { number: { startsWith: "linzhou" } },
              orderBy: { number: "asc" },
            }),
          );
        }),
      );
      for (const answer of answers) expect(answer).toEqual(onlyOf(tenant));
    }
  for (const client of strikers) {
    const { rows } = await client.query(
      "SELECT pid, query FROM pg_stat_activity WHERE usename = current_user AND datname = current_database() AND state LIKE 'idle in transaction%'",
    );
    expect(rows).toEqual([]);
  }
}

const pidOf = async (sql: TenantSql): Promise<number> =>
  (await sql.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid ?? 0;
const failing = async (work: Promise<unknown>): Promise<void> => {
  await expect(work).rejects.toThrow();
};

describe("one statement in one round trip", () => {
  it("reads only: it can write nothing, not even in its own tenant", async () => {
    const write = `INSERT INTO customer (tenant_id, id, number, kind, name, created_at, updated_at)
      VALUES ($1, gen_random_uuid(), 'written-by-a-read', 'household', 'x', now(), now())`;
    await expect(readTenant(systemScope(a.id), "test.write", write, [a.id])).rejects.toThrow(
      /row-level security/,
    );
    const change = "UPDATE customer SET name = 'changed' WHERE tenant_id = $1 RETURNING id";
    expect(await readTenant(systemScope(a.id), "test.change", change, [a.id])).toEqual([]);
    await expectNothingLeft();
  });

  it("names whose it is each time: staff and customers on connections that served the other", async () => {
    const numbers = "SELECT number FROM customer";
    const before = await readTenant(systemScope(a.id), "test.numbers", numbers, []);
    for (let round = 0; round < 3; round++) {
      expect(await readTenant(portal(a, ofA), "test.numbers", numbers, [])).toEqual(onlyOf(a));
      expect(await readTenant(systemScope(a.id), "test.numbers", numbers, [])).toEqual(before);
    }
  });
});

describe("a connection that served one tenant answers for no other", () => {
  it("after work that ended well", expectNothingLeft);

  it("after an error of the program in the middle of the work", async () => {
    await failing(
      withTenantSql(systemScope(a.id), async (sql) => {
        await sql.query(NAMES);
        throw new Error("program");
      }),
    );
    await failing(
      withTenant(systemScope(a.id), async (tx) => {
        await tx.customer.count();
        throw new Error("program");
      }),
    );
    await expectNothingLeft();
  });

  it("after an error of the database, by each door", async () => {
    await failing(withTenantSql(systemScope(a.id), (sql) => sql.query("SELECT 1/0")));
    await failing(withTenant(systemScope(a.id), (tx) => tx.$queryRaw`SELECT 1/0`));
    await failing(readTenant(systemScope(a.id), "test.divide", "SELECT 1/0", []));
    await failing(readTenant(systemScope(a.id), "test.broken", "SELECT nonsense FROM nowhere", []));
    await expectNothingLeft();
  });

  it("after an error that the work swallowed", async () => {
    await failing(
      withTenantSql(systemScope(a.id), async (sql) => {
        await sql.query("SELECT 1/0").catch(() => {});
      }),
    );
    await expectNothingLeft();
  });

  it("after a time-out of the statement", async () => {
    await failing(
      withTenantSql(systemScope(a.id), async (sql) => {
        await sql.query("SET LOCAL statement_timeout = 30");
        await sql.query("SELECT pg_sleep(5)");
      }),
    );
    await failing(
      withTenant(systemScope(a.id), (tx) => tx.$queryRaw`SELECT 1 FROM pg_sleep(2)`, { timeoutMs: 100 }),
    );
    await expectNothingLeft();
  });

  it("after a query that was cancelled (pg_cancel_backend), by each door", async () => {
    const cancelled = async (start: () => Promise<unknown>) => {
      const work = start();
      const noticed = expect(work).rejects.toThrow();
      await killSleeping("pg_cancel_backend");
      await noticed;
    };
    await cancelled(() => withTenantSql(systemScope(a.id), (sql) => sql.query("SELECT pg_sleep(20)")));
    await cancelled(() =>
      withTenant(systemScope(a.id), (tx) => tx.$queryRaw`SELECT 1 FROM pg_sleep(20)`, { timeoutMs: 30_000 }),
    );
    await cancelled(() => readTenant(systemScope(a.id), "test.sleep", "SELECT pg_sleep(20)", []));
    await expectNothingLeft();
  });

  it("after a connection that was killed (pg_terminate_backend), by each door", async () => {
    const killed = async (start: () => Promise<unknown>) => {
      const work = start();
      const noticed = expect(work).rejects.toThrow();
      await killSleeping("pg_terminate_backend");
      await noticed;
    };
    await killed(() => withTenantSql(systemScope(a.id), (sql) => sql.query("SELECT pg_sleep(20)")));
    await killed(() =>
      withTenant(systemScope(a.id), (tx) => tx.$queryRaw`SELECT 1 FROM pg_sleep(20)`, { timeoutMs: 30_000 }),
    );
    await killed(() => readTenant(systemScope(a.id), "test.sleep", "SELECT pg_sleep(20)", []));
    await expectNothingLeft();
  });

  it("after a connection that was killed while it stood idle in the work", async () => {
    await failing(
      withTenantSql(systemScope(a.id), async (sql) => {
        const pid = await pidOf(sql);
        await striker.query("SELECT pg_terminate_backend($1)", [pid]);
        await sql.query(NAMES);
      }),
    );
    await expectNothingLeft();
  });

  it("while both tenants are asked at the same moment, a thousand times, with errors in between", async () => {
    await Promise.all(
      Array.from({ length: 1000 }, async (_, n) => {
        const tenant = n % 2 === 0 ? a : b;
        if (n % 17 === 0) return failing(readTenant(systemScope(tenant.id), "test.divide", "SELECT 1/0", []));
        const rows = await readTenant(systemScope(tenant.id), "test.names", NAMES, []);
        expect(rows).toEqual(onlyOf(tenant));
      }),
    );
  });
});

describe("who has entered no tenant", () => {
  it("sees no row of any tenant's table and can write none, whatever the role", async () => {
    const tables = await admin.query<{ name: string; app: boolean; portal: boolean }>(
      `SELECT c.oid::regclass::text AS name, has_table_privilege('${db.roles.prefix}_app', c.oid, 'SELECT') AS app,
         has_table_privilege('${db.roles.prefix}_portal', c.oid, 'SELECT') AS portal
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND c.relname <> 'schema_version'`,
    );
    expect(tables.rows.length).toBeGreaterThan(20);
    for (const role of ["app", "portal"] as const) {
      const client = new pg.Client({ connectionString: db.urls[role] });
      await client.connect();
      for (const { name, ...may } of tables.rows) {
        if (!may[role]) continue;
        expect([name, (await client.query(`SELECT count(*)::int AS rows FROM ${name}`)).rows[0]]).toEqual([
          name,
          { rows: 0 },
        ]);
      }
      await client.end();
    }
  });

  it("the role of identity sees no tenant's row even when it has entered", async () => {
    await expect(withIdentity((sql) => sql.query("SELECT * FROM customer"))).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      withIdentity(async (sql) => {
        await sql.query("SELECT app.enter($1::uuid, ARRAY[$1::uuid])", [a.id]);
        await sql.query("SELECT * FROM audit_entry");
      }),
    ).rejects.toThrow(/permission denied/);
  });

  it("a scope that is not well-formed reaches no database", async () => {
    for (const scope of [
      { ...systemScope(a.id), tenantId: "" },
      { ...systemScope(a.id), readable: [] },
      { ...systemScope(a.id), readable: [b.id] },
      { ...systemScope(a.id), customerId: "' OR true" },
    ])
      await expect(readTenant(scope, "test.names", NAMES, [])).rejects.toThrow(/No tenant was entered/);
  });
});

/** Waits until a connection of the product sleeps in a query, then strikes it. */
async function killSleeping(how: "pg_cancel_backend" | "pg_terminate_backend"): Promise<void> {
  for (let n = 0; n < 400; n++) {
    const { rowCount } = await striker.query(
      `SELECT ${how}(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()`,
    );
    if ((rowCount ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("no connection slept");
}
