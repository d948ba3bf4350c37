import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { closeDatabase, withTenant, withTenantSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { testDatabase } from "#tests/database.ts";
import { makeTenant, type TestTenant } from "#tests/world.ts";
import { adderOf } from "./add-job.ts";
import { defineJob } from "./job.ts";
import { type RunningLanes, startLanes } from "./lanes.ts";

const db = await testDatabase();

interface Seen {
  task: string;
  tenantId: string;
  data: unknown;
  attempt: number;
}
const seen: Seen[] = [];
let openGate = () => {};
const gate = new Promise<void>((resolve) => {
  openGate = resolve;
});

// Adding work is adding a row: this catalogue is as small as one can be, and everything below runs on it.
const toys = {
  "toy.note": defineJob({
    payload: z.object({ word: z.string() }),
    lane: "normal",
    run: async (data, { scope, attempt }) => {
      seen.push({ task: "toy.note", tenantId: scope.tenantId, data, attempt });
      if (data.word === "fails once" && attempt === 1) throw new Error("on purpose");
    },
  }),
  "toy.alarm": defineJob({
    payload: z.object({}),
    lane: "urgent",
    run: async (data, { scope, attempt }) => {
      seen.push({ task: "toy.alarm", tenantId: scope.tenantId, data, attempt });
    },
  }),
  "toy.bill-run": defineJob({ payload: z.object({}), lane: "bulk", run: () => gate }),
};
const addToy = adderOf(toys);

let a: TestTenant;
let b: TestTenant;
let lanes: RunningLanes | undefined;

beforeAll(async () => {
  a = await makeTenant("linzhou", "power", "city");
  b = await makeTenant("linzhou-gas", "gas", "city");
});
afterAll(async () => {
  openGate();
  await lanes?.stop();
  await closeDatabase();
});

async function waitFor(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 200 && !condition(); n++) await sleep(25);
  expect(condition()).toBe(true);
}

/** The queue writes down in batches what has ended, also after a runner says that it stopped; the database is dropped soon. */
async function workDone(): Promise<void> {
  for (let n = 0; n < 200; n++) {
    const locked = await asJobs(
      "SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL OR attempts = 0",
    );
    if (locked.length === 0) return;
    await sleep(25);
  }
  throw new Error("the queue still has work");
}

async function asJobs<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: db.urls.jobs });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const waiting = () =>
  asJobs<{ payload: unknown; key: string | null; priority: number; max_attempts: number }>(
    "SELECT payload, key, priority, max_attempts FROM graphile_worker._private_jobs ORDER BY id",
  );

describe("adding a job", () => {
  it("stamps the tenant that was entered, whatever the payload says", async () => {
    await withTenantSql(systemScope(a.id), (sql) =>
      sql.query("SELECT app.add_job('toy.note', $1::jsonb)", [{ word: "x", tenantId: b.id }]),
    );
    expect((await waiting()).map((row) => row.payload)).toEqual([
      { tenantId: a.id, data: { word: "x", tenantId: b.id } },
    ]);
  });

  it("is refused outside of a tenant", async () => {
    const client = new pg.Client({ connectionString: db.urls.app });
    await client.connect();
    await expect(client.query("SELECT app.add_job('toy.note', '{}'::jsonb)")).rejects.toThrow(
      /no tenant was entered/,
    );
    await client.end();
  });

  it.each(["app", "portal", "identity"] as const)(
    "is possible for the role %s in no other way",
    async (role) => {
      const client = new pg.Client({ connectionString: db.urls[role] });
      await client.connect();
      for (const text of [
        "SELECT graphile_worker.add_job('toy.note', '{}'::json)",
        "INSERT INTO graphile_worker._private_jobs (task_id) VALUES (1)",
        "UPDATE graphile_worker._private_jobs SET payload = '{}'",
        "SELECT * FROM graphile_worker._private_jobs",
      ])
        await expect(client.query(text)).rejects.toThrow(/permission denied/);
      await client.end();
    },
  );

  it("comes and goes with its transaction, by Prisma and by plain SQL", async () => {
    const before = (await waiting()).length;
    await expect(
      withTenant(systemScope(a.id), async (tx) => {
        await addToy(tx, "toy.note", { word: "never" });
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await waiting()).toHaveLength(before);
    await withTenant(systemScope(a.id), (tx) => addToy(tx, "toy.note", { word: "by prisma" }));
    expect(await waiting()).toHaveLength(before + 1);
  });

  it("is idempotent by key, and keys of two tenants are two", async () => {
    const before = (await waiting()).length;
    for (const word of ["old", "new"])
      await withTenantSql(systemScope(a.id), (sql) => addToy(sql, "toy.note", { word }, { key: "k" }));
    await withTenantSql(systemScope(b.id), (sql) => addToy(sql, "toy.note", { word: "of b" }, { key: "k" }));
    const added = (await waiting()).slice(before).map((row) => row.payload);
    expect(added).toEqual([
      { tenantId: a.id, data: { word: "new" } },
      { tenantId: b.id, data: { word: "of b" } },
    ]);
  });

  it("refuses data that does not fit the row of the catalogue", async () => {
    const adding = withTenantSql(systemScope(a.id), (sql) => addToy(sql, "toy.note", { word: 1 } as never));
    await expect(adding).rejects.toThrow();
  });
});

describe("the lanes", () => {
  it("run each job inside its own tenant, again after a failure, and urgent ones past a busy bulk lane", async () => {
    await withTenantSql(systemScope(b.id), async (sql) => {
      for (let n = 0; n < 8; n++) await addToy(sql, "toy.bill-run", {});
      await addToy(sql, "toy.note", { word: "fails once" });
    });
    lanes = await startLanes(toys, ["urgent", "normal", "bulk"]);
    await waitFor(() => seen.length >= 5);
    const words = seen.map(({ tenantId, data }) => [tenantId, (data as { word: string }).word]);
    expect(words).toContainEqual([a.id, "x"]);
    expect(words).toContainEqual([a.id, "by prisma"]);
    expect(words).toContainEqual([a.id, "new"]);
    expect(words).toContainEqual([b.id, "of b"]);

    // The bulk lane is full (its jobs wait at the gate); an alarm is taken at once all the same.
    const started = performance.now();
    await withTenantSql(systemScope(a.id), (sql) => addToy(sql, "toy.alarm", {}));
    await waitFor(() => seen.some((entry) => entry.task === "toy.alarm"));
    expect(performance.now() - started).toBeLessThan(2_000);

    await waitFor(() =>
      seen.some((entry) => entry.attempt === 2 && (entry.data as { word?: string }).word === "fails once"),
    );
    openGate();
  });

  it("give the state of the own tenant's jobs, and of no other's", async () => {
    await workDone();
    await lanes?.stop();
    lanes = undefined;
    await withTenantSql(systemScope(b.id), (sql) => addToy(sql, "toy.alarm", {}));
    const summary = (tenant: TestTenant) =>
      withTenantSql(systemScope(tenant.id), (sql) =>
        sql.query("SELECT task, waiting::int FROM app.job_summary()"),
      );
    expect((await summary(b)).rows).toContainEqual({ task: "toy.alarm", waiting: 1 });
    expect((await summary(a)).rows).toEqual([]);
  });
});
