import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, readTenant } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { storeAttachment } from "#app/services/attachment/store-attachment.ts";
import { testDatabase } from "#tests/database.ts";
import { addPostedBill } from "#tests/fixtures/posted-bill.ts";
import { addAgreement, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { backUpWhenDue, backupsIn } from "./keep-backups.ts";
import { restoreBackup } from "./restore-backup.ts";
import { GLOBAL_TABLES, LEFT_OUT } from "./tables.ts";
import { writeBackup } from "./write-backup.ts";

const database = await testDatabase();
afterAll(closeDatabase);

const made: string[] = [];
afterAll(() => {
  for (const each of made) rmSync(each, { recursive: true, force: true });
});
const folder = (): string => {
  const above = mkdtempSync(path.join(tmpdir(), "manifold-backup-"));
  made.push(above);
  return path.join(above, "b");
};
const NOW = new Date("2026-05-01T00:00:00Z");
const sums = (manifest: Awaited<ReturnType<typeof writeBackup>>) =>
  manifest.tenants.map(({ slug, files }) => [
    slug,
    files.map(({ table, rows, sha256 }) => [table, rows, sha256]),
  ]);
const without = (name: string, list: ReturnType<typeof sums>) =>
  list.map(([slug, files]) => [slug, (files as unknown[][]).filter(([table]) => table !== name)]);

let one: TestUtility;
let two: TestUtility;
beforeAll(async () => {
  const flat = {
    flat: {
      label: { "zh-CN": "单一电价", en: "Flat" },
      utility: "power" as const,
      currency: "CNY",
      charges: [
        {
          type: "energy" as const,
          code: "energy",
          label: { "zh-CN": "电费\t“引号”\n换行\\", en: "Energy" },
          price: "1",
        },
      ],
    },
  };
  one = await makeUtility({ slug: "backed-one", tariffs: flat });
  two = await makeUtility({ slug: "backed-two", tariffs: flat });
  for (const utility of [one, two]) {
    await addPostedBill(utility, await addAgreement(utility, { number: "1", tariff: "flat" }), "100.10");
    // Every byte there is.
    const bytes = Array.from({ length: 256 }, (_, byte) => byte);
    const content = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...bytes);
    await storeAttachment(utility.scope, { id: newId(), name: "a.png", content, now: NOW });
  }
});

/** As if it had never been: by the owner, past all policies. */
async function wipe(utility: TestUtility): Promise<void> {
  const backup = folder();
  const HAS_NO_TENANT = [
    "identity.credential",
    "identity.totp",
    "identity.recovery_code",
    "platform.plugin_version",
  ];
  await writeBackup({ folder: backup, slug: utility.slug, now: NOW });
  const text = readFileSync(path.join(backup, "manifest.json"), "utf8");
  const manifest = JSON.parse(text);
  const owner = new pg.Client({ connectionString: database.urls.owner });
  await owner.connect();
  await owner.query("BEGIN");
  await owner.query("SELECT app.enter($1, ARRAY[$1::uuid])", [utility.tenantId]);
  for (const { table } of manifest.tenants[0].files.toReversed()) {
    const column =
      table === "platform.tenant" ? "id" : HAS_NO_TENANT.includes(table) ? undefined : "tenant_id";
    if (column) await owner.query(`DELETE FROM ${table} WHERE ${column} = $1`, [utility.tenantId]);
  }
  await owner.query("COMMIT");
  await owner.end();
}

test("a backup restored into the emptied utility gives the same checksums, and leaves the other alone", async () => {
  const first = folder();
  const before = await writeBackup({ folder: first, now: NOW });
  await wipe(one);
  expect(await readTenant(one.scope, "n", "SELECT 1 FROM bill WHERE tenant_id = $1", [one.tenantId])).toEqual(
    [],
  );
  await restoreBackup({ folder: first, slug: "backed-one" });
  const after = await writeBackup({ folder: folder(), now: NOW });
  // The restore itself stands in the audit trail.
  expect(without("audit_entry", sums(after))).toEqual(without("audit_entry", sums(before)));
});

test("a utility that is there is replaced only when that is asked for, and then whole", async () => {
  const first = folder();
  const before = await writeBackup({ folder: first, slug: "backed-two", now: NOW });
  await expect(restoreBackup({ folder: first })).rejects.toMatchObject({ code: "BACKUP_TENANT_PRESENT" });
  await addPostedBill(two, await addAgreement(two, { number: "2", tariff: "flat" }), "7.00");
  await restoreBackup({ folder: first, replace: true });
  const after = await writeBackup({ folder: folder(), slug: "backed-two", now: NOW });
  expect(without("audit_entry", sums(after))).toEqual(without("audit_entry", sums(before)));
});

test("a damaged, a partial and a strange backup are refused, and nothing is changed", async () => {
  const first = folder();
  const before = await writeBackup({ folder: first, now: NOW });
  const file = path.join(first, "backed-one/customer.copy.gz");
  const text = gunzipSync(readFileSync(file)).toString();
  writeFileSync(file, gzipSync(text.replace("王小明", "李小明")));
  await expect(restoreBackup({ folder: first, replace: true })).rejects.toMatchObject({
    code: "BACKUP_DAMAGED",
  });
  writeFileSync(file, "no gzip");
  await expect(restoreBackup({ folder: first, replace: true })).rejects.toMatchObject({
    code: "BACKUP_UNREADABLE",
  });
  await expect(restoreBackup({ folder: tmpdir() })).rejects.toMatchObject({ code: "BACKUP_UNREADABLE" });
  await expect(restoreBackup({ folder: first, slug: "nobody" })).rejects.toMatchObject({
    code: "BACKUP_TENANT_UNKNOWN",
  });
  await expect(writeBackup({ folder: first, now: NOW })).rejects.toMatchObject({
    code: "BACKUP_FOLDER_TAKEN",
  });
  expect(sums(await writeBackup({ folder: folder(), now: NOW }))).toEqual(sums(before));
});

test("every table is in a backup or is left out for a reason", async () => {
  const { tenants } = await writeBackup({ folder: folder(), slug: "backed-one", now: NOW });
  const owner = new pg.Client({ connectionString: database.urls.owner });
  await owner.connect();
  const { rows } = await owner.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('public', 'platform', 'identity') AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  );
  await owner.end();
  const saved = new Set(
    tenants[0]?.files.map(({ table }) => (table.includes(".") ? table : `public.${table}`)),
  );
  expect(
    rows.map(({ name }) => name).filter((name) => !saved.has(name) && LEFT_OUT[name] === undefined),
  ).toEqual([]);
  expect(GLOBAL_TABLES.every(({ name }) => saved.has(name))).toBe(true);
});

test("backups come when they are due, the newest are kept, and what was left half written goes", async () => {
  const plan = { folder: folder(), everyHours: 24, keep: 2 };
  const at = (day: number, hour = 3) => new Date(Date.UTC(2026, 4, day, hour));
  expect(await backUpWhenDue(plan, at(1))).toBe(path.join(plan.folder, "2026-05-01T03-00Z"));
  expect(await backUpWhenDue(plan, at(1, 20))).toBeUndefined();
  const half = path.join(plan.folder, "2026-05-01T09-00Z");
  mkdirSync(half);
  // Two processes at once make one.
  const made = await Promise.all([backUpWhenDue(plan, at(2)), backUpWhenDue(plan, at(2))]);
  expect(made.filter((name) => name !== undefined)).toHaveLength(1);
  await backUpWhenDue(plan, at(3, 4));
  expect(backupsIn(plan.folder)).toEqual(["2026-05-02T03-00Z", "2026-05-03T04-00Z"]);
  const kept = JSON.parse(readFileSync(path.join(plan.folder, "2026-05-03T04-00Z", "manifest.json"), "utf8"));
  expect(kept.tenants.length).toBeGreaterThan(0);
  expect(() => readFileSync(half)).toThrow(/ENOENT/);
});
