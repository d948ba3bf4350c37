import pg from "pg";
import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { testDatabase } from "#tests/database.ts";
import { makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { sealRows } from "./seal-rows.ts";
import { verifySeals } from "./verify-seals.ts";

const database = await testDatabase();
afterAll(closeDatabase);

let utility: TestUtility;
let made = 0;
beforeEach(async () => {
  made++;
  utility = await makeUtility({ slug: `sealed-${made}`, tariffs: {} });
});

const write = (count: number) =>
  withTenantSql(utility.scope, async (sql) => {
    for (let index = 0; index < count; index++) {
      await audit(sql, utility.scope, {
        action: "edit",
        noun: "premise",
        nounId: String(index),
        after: { index },
      });
    }
  });
const seal = () => sealRows(utility.scope, "audit", new Date());
const verify = () => verifySeals(utility.scope, "audit");

/** As somebody who owns the database and takes its protections away first. */
async function tamper(text: string, values: unknown[]): Promise<void> {
  const owner = new pg.Client({ connectionString: database.urls.owner });
  await owner.connect();
  try {
    for (const table of ["audit_entry", "seal_row", "seal_block"]) {
      await owner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    }
    await owner.query("ALTER TABLE seal_row DROP CONSTRAINT IF EXISTS seal_row_block_fk");
    const { rowCount } = await owner.query(text, values);
    expect(rowCount).toBeGreaterThan(0);
  } finally {
    await owner.end();
  }
}

/** A utility's first release is in its trail. */
const FIRST = 1;

test("rows are sealed once, in blocks that follow one another", async () => {
  await write(3);
  expect(await verify()).toMatchObject({ blocks: 0, rows: 0, unsealed: FIRST + 3, head: null, faults: [] });
  expect(await seal()).toBe(FIRST + 3);
  expect(await seal()).toBe(0);
  await write(2);
  expect(await seal()).toBe(2);
  expect(await verify()).toMatchObject({ blocks: 2, rows: FIRST + 5, unsealed: 0, faults: [] });
});

test("sealers at the same time seal each row once", async () => {
  await write(50);
  const sealed = await Promise.all([seal(), seal(), seal(), seal()]);
  expect(sealed.reduce((sum, rows) => sum + rows, 0)).toBe(FIRST + 50);
  expect(await verify()).toMatchObject({ rows: FIRST + 50, unsealed: 0, faults: [] });
});

test("a changed, a missing and an inserted row are named", async () => {
  await write(4);
  await seal();
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ id: string }>("SELECT id FROM audit_entry WHERE tenant_id = $1 ORDER BY id", [
      utility.tenantId,
    ]),
  );
  const [first, second] = rows.map(({ id }) => id);
  await tamper(`UPDATE audit_entry SET after = '{"index": 9}' WHERE id = $1`, [first]);
  await tamper("DELETE FROM audit_entry WHERE id = $1", [second]);
  const old = "01900000-0000-7000-8000-000000000001";
  await tamper(
    `INSERT INTO audit_entry (tenant_id, id, at, actor_kind, actor_name, action, noun, noun_id)
     VALUES ($1, $2, '2024-06-09', 'system', 'x', 'edit', 'thing', '1')`,
    [utility.tenantId, old],
  );
  const { faults } = await verify();
  expect(faults).toEqual([
    { fault: "row-changed", block: 1, row: first },
    { fault: "row-missing", block: 1, row: second },
    { fault: "row-inserted", row: old },
  ]);
});

test("a row that was changed together with its own seal breaks its block; a block made anew breaks the next", async () => {
  await write(2);
  await seal();
  await write(2);
  await seal();
  await tamper(
    "UPDATE seal_row SET leaf = sha256('x') WHERE tenant_id = $1 AND block_number = 1 AND position = 0",
    [utility.tenantId],
  );
  expect((await verify()).faults).toContainEqual({ fault: "block-changed", block: 1 });
  await tamper("UPDATE seal_block SET hash = sha256('y') WHERE tenant_id = $1 AND number = 1", [
    utility.tenantId,
  ]);
  expect((await verify()).faults).toContainEqual({ fault: "block-changed", block: 2 });
  await tamper("DELETE FROM seal_block WHERE tenant_id = $1 AND number = 1", [utility.tenantId]);
  expect((await verify()).faults).toContainEqual({ fault: "block-missing", block: 1 });
});

test("another utility neither sees nor adds to a chain", async () => {
  await write(1);
  await seal();
  const other = await makeUtility({ slug: `other-${made}`, tariffs: {} });
  expect(await verifySeals(other.scope, "audit")).toMatchObject({ blocks: 0, rows: 0, unsealed: FIRST });
  await expect(
    withTenantSql(other.scope, (sql) =>
      sql.query(
        `INSERT INTO seal_block (tenant_id, chain, number, row_count, root, previous_hash, hash, sealed_at)
         VALUES ($1, 'audit', 7, 1, '', '', '', now())`,
        [utility.tenantId],
      ),
    ),
  ).rejects.toThrow("row-level security");
});
