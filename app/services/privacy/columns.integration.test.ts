import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "#tests/database.ts";
import { COLUMNS } from "./columns.ts";
import { HOLDINGS, IDENTITY_HOLDINGS } from "./holdings.ts";

const db = await testDatabase();
const owner = new pg.Client({ connectionString: db.urls.owner });
beforeAll(() => owner.connect());
afterAll(() => owner.end());

/** `customer.name`: every column of every table that is the product's own. The queue's tables hold ids only. */
async function columns(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(`
    SELECT CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname || '.' || a.attname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('public', 'platform', 'identity') ORDER BY 1`);
  return rows.map(({ name }) => name);
}

const classified = Object.entries(COLUMNS).flatMap(([table, { personal = {}, other }]) =>
  [...Object.keys(personal), ...other.split(" ")].map((column) => `${table}.${column}`),
);

describe("every column is classified", () => {
  it("once, and none is classified that is not there", async () => {
    expect([...classified].sort()).toEqual((await columns()).sort());
  });

  it("and a new one is noticed", async () => {
    await owner.query("BEGIN");
    await owner.query("ALTER TABLE customer ADD COLUMN nickname text");
    expect((await columns()).filter((name) => !classified.includes(name))).toEqual(["customer.nickname"]);
    await owner.query("ROLLBACK");
  });

  it("and whose table holds a customer's data is looked into for export and erasure", () => {
    const held = new Set([...HOLDINGS, ...IDENTITY_HOLDINGS].map(({ table }) => table));
    const personal = Object.entries(COLUMNS).filter(([, { personal: of = {} }]) =>
      Object.values(of).some((column) => column.of === "customer"),
    );
    expect(personal.map(([table]) => table).filter((table) => !held.has(table))).toEqual([]);
  });
});
