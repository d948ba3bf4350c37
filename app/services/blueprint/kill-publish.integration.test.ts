import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { closeDatabase, readTenant, withTenantSql } from "#app/platform/database.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { testDatabase } from "#tests/database.ts";
import { FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { publishRelease } from "./publish-release.ts";
import { currentRelease } from "./release.ts";

await testDatabase();
afterAll(closeDatabase);

it("R3: a publication that is killed in its middle leaves nothing half, and is done again", async () => {
  const { scope, tenantId } = await makeUtility({ slug: "killed", tariffs: { flat: FLAT_TARIFF } });
  const items: Item[] = ["flat", "other"].map((key) => ({
    kind: "tariff",
    key,
    content: { ...(FLAT_TARIFF as unknown as JsonObject), description: { "zh-CN": key, en: key } },
  }));
  // Whoever holds the row of what is in force stops the publication after its items, its list and its signature are written.
  await withTenantSql(scope, async (sql) => {
    await sql.query("SELECT 1 FROM release_current WHERE tenant_id = $1 FOR UPDATE", [tenantId]);
    const script = path.resolve(import.meta.dirname, "../../../tests/fixtures/publish-process.ts");
    const child = spawn(process.execPath, [script, tenantId, JSON.stringify(items)], {
      env: { ...process.env, LOG_LEVEL: "silent" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    for (;;) {
      expect(child.exitCode, "it waits for the row").toBeNull();
      // Asked outside of this transaction, which would go on seeing the processes as they were at its first look.
      const rows = await readTenant(
        scope,
        "waiting",
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO release_current%'",
        [],
      );
      if (rows.length > 0) break;
      await sleep(20);
    }
    child.kill("SIGKILL");
    await ended;
  });
  const written = () =>
    readTenant<{ releases: number; items: number; listed: number }>(
      scope,
      "written",
      `SELECT (SELECT count(*)::int FROM release WHERE tenant_id = $1) AS releases,
         (SELECT count(*)::int FROM blueprint_item WHERE tenant_id = $1) AS items,
         (SELECT count(*)::int FROM release_item WHERE tenant_id = $1) AS listed`,
      [tenantId],
    );
  // The server rolls back when it finds the process gone.
  for (let left = 100; left > 0 && (await written())[0]?.releases !== 1; left--) await sleep(50);
  expect(await written()).toEqual([{ releases: 1, items: 1, listed: 1 }]);
  expect((await currentRelease(scope)).number).toBe(1);
  expect(await publishRelease(scope, { items, now: new Date() })).toMatchObject({
    number: 2,
    published: true,
  });
  expect((await currentRelease(scope)).items).toHaveLength(2);
}, 120_000);
