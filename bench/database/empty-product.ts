import { randomBytes } from "node:crypto";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { closeDatabase, withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { openCluster, openDatabase } from "#cli/launch/postgres/cluster.ts";
import { migrate } from "#schema/database/migrate.ts";

/** A migrated database on a durable server of its own, with one utility in it. */
export interface BenchProduct {
  readonly scope: Scope;
  /** A connection of the owner, for the baselines: no policies, no roles of ours. */
  readonly owner: pg.Client;
}

/** Runs a benchmark on an empty product; database and server are gone afterwards. */
export async function onEmptyProduct(work: (product: BenchProduct) => Promise<void>): Promise<void> {
  const cluster = await openCluster({ name: "bench-postgres" });
  const ownerUrl = await openDatabase(cluster, "manifold_bench");
  const name = `bench_${randomBytes(4).toString("hex")}`;
  const url = Object.assign(new URL(ownerUrl), { pathname: `/${name}` }).toString();
  const keeper = new pg.Client({ connectionString: ownerUrl });
  await keeper.connect();
  try {
    await keeper.query(`CREATE DATABASE ${name}`);
    const secret = "for a database that lives as long as a benchmark";
    await migrate({ url, roles: { prefix: "manifold_bench", secret } });
    Object.assign(process.env, {
      DATABASE_URL: url,
      DATABASE_ROLE_PREFIX: "manifold_bench",
      MANIFOLD_SECRET: secret,
    });
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    try {
      const tenantId = newId();
      await withIdentity((sql) => sql.query(TENANT, [tenantId]));
      await work({ scope: systemScope(tenantId, "bench"), owner });
    } finally {
      await closeDatabase();
      await owner.end();
    }
  } finally {
    await drop(keeper, name);
    await keeper.end();
    await cluster.release();
  }
}

/** An autovacuum worker in the database is the server's own, which its owner may not end; it goes by itself. */
async function drop(keeper: pg.Client, name: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await keeper.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(500);
    }
  }
}

const TENANT = `
  INSERT INTO platform.tenant (id, slug, kind, tier, name, timezone, currency, locale)
  VALUES ($1, 'bench', 'power', 'city', '{"zh-CN": "基准", "en": "Bench"}', 'Asia/Shanghai', 'CNY', 'zh-CN')`;
