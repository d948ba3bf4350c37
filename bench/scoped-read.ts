import process from "node:process";
import pg from "pg";
import { readTenant, withTenant, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { onEmptyProduct } from "./database/empty-product.ts";
import type { Report } from "./harness.ts";

const CUSTOMERS = 10_000;
/** Reads under way at once; the pools of both sides have ten connections. */
const CONCURRENCY = 20;
const WARM_UP_MS = 2_000;
const ROUND_MS = 250;
const ROUNDS = 61;
const COLUMNS = "id, number, kind, name, phone, email";

/**
 * What tenancy costs a point read: one customer by primary key, through `readTenant` (enters the tenant, asks under
 * row-level security, in one round trip) against the same prepared statement without tenancy: a copy of the table without
 * policies, the same server, driver, pool size and concurrency. Short rounds alternate; the ratio is the median of the pairs.
 */
export default async function scopedRead(report: Report): Promise<void> {
  await onEmptyProduct(async ({ scope, owner }) => {
    const ids = await makeCustomers(scope);
    // Row-level security binds the owner too, so the copy is filled from inside the tenant.
    await owner.query("CREATE TABLE customer_plain (LIKE customer INCLUDING ALL)");
    await owner.query("BEGIN");
    await owner.query("SELECT app.enter($1::uuid, ARRAY[$1::uuid])", [scope.tenantId]);
    await owner.query("INSERT INTO customer_plain SELECT * FROM customer");
    await owner.query("COMMIT");
    await owner.query("ANALYZE");
    const plain = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
    const anId = (): string => ids[Math.floor(Math.random() * ids.length)] ?? "";
    const bare = () =>
      plain.query({
        name: "plain",
        text: `SELECT ${COLUMNS} FROM customer_plain WHERE tenant_id = $1 AND id = $2`,
        values: [scope.tenantId, anId()],
      });
    const text = `SELECT ${COLUMNS} FROM customer WHERE tenant_id = $1 AND id = $2`;
    const scoped = () => readTenant(scope, "bench.customer", text, [scope.tenantId, anId()]);
    const inTransaction = () => withTenantSql(scope, (sql) => sql.query(text, [scope.tenantId, anId()]));
    const byPrisma = () =>
      withTenant(scope, (tx) =>
        tx.customer.findUnique({ where: { tenantId_id: { tenantId: scope.tenantId, id: anId() } } }),
      );
    try {
      for (const [name, read, goal] of [
        ["readTenant: one round trip", scoped, "≥ 0.95"],
        ["withTenantSql: a transaction", inTransaction, "told, not aimed at"],
        ["withTenant: a transaction by Prisma", byPrisma, "told, not aimed at"],
      ] as const) {
        const { rate, baseline, ratio } = await compare(read, bare);
        report({
          name,
          value: rate,
          unit: "reads/s",
          baseline: `the read without tenancy: ${Math.round(baseline)} reads/s`,
          ratio,
          goal,
        });
      }
    } finally {
      await plain.end();
    }
  });
}

/** Both sides by turns, in the order A B B A, so that a machine that slows or speeds up does so for both alike. */
async function compare(read: () => Promise<unknown>, bare: () => Promise<unknown>) {
  await rateOf(read, WARM_UP_MS);
  await rateOf(bare, WARM_UP_MS);
  const pairs: { rate: number; baseline: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = await rateOf(round % 2 === 0 ? read : bare, ROUND_MS);
    const second = await rateOf(round % 2 === 0 ? bare : read, ROUND_MS);
    const [rate, baseline] = round % 2 === 0 ? [first, second] : [second, first];
    pairs.push({ rate, baseline, ratio: rate / baseline });
  }
  pairs.sort((a, b) => a.ratio - b.ratio);
  return pairs[Math.floor(ROUNDS / 2)] as (typeof pairs)[number];
}

async function rateOf(read: () => Promise<unknown>, forMs: number): Promise<number> {
  const started = performance.now();
  let reads = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (performance.now() - started < forMs) {
        await read();
        reads += 1;
      }
    }),
  );
  return (reads * 1_000) / (performance.now() - started);
}

async function makeCustomers(scope: Scope): Promise<string[]> {
  const ids = Array.from({ length: CUSTOMERS }, newId);
  await withTenantSql(scope, (sql) =>
    sql.query(
      `INSERT INTO customer (tenant_id, id, number, kind, name, phone, email, created_at, updated_at)
       SELECT $1, id, 'C' || n, 'household', 'Customer ' || n, '13800000000', 'c' || n || '@example.cn', now(), now()
       FROM unnest($2::uuid[]) WITH ORDINALITY AS given (id, n) RETURNING 1`,
      [scope.tenantId, ids],
    ),
  );
  return ids;
}
