import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { createApiKey } from "#app/services/identity/api-keys.ts";
import { testDatabase } from "#tests/database.ts";
import { addAgreement, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { addChannel } from "#tests/metering/equipment.ts";
import { greenButtonFeed } from "#tests/metering/green-button.ts";
import { makeStaff } from "#tests/world.ts";
import { assembleApp } from "../app.ts";

await testDatabase();
addAllLocales();
// Addresses know the utilities that have a pack; this is the one of Los Angeles time.
const utility = await makeUtility({
  slug: "alder-bay",
  timezone: "America/Los_Angeles",
  tariffs: { flat: FLAT_TARIFF },
});
const at = await addAgreement(utility, { number: "1", tariff: "flat", timezone: "America/Los_Angeles" });
await addChannel(utility, at, { timezone: "America/Los_Angeles" });
const person = await makeStaff({ id: utility.tenantId, slug: utility.slug }, "metering-clerk");
const { key } = await createApiKey(utility.scope, {
  name: "head-end",
  scopes: ["ingest:read"],
  createdBy: person.personId,
});

const server = createServer();
let origin = "";
beforeAll(async () => {
  vi.spyOn(logger, "info").mockImplementation(() => {});
  const root = path.resolve(import.meta.dirname, "../../..");
  await assembleApp(server, { root, development: false, trustedProxies: 0, pages: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await closeDatabase();
});

const FEED = greenButtonFeed({
  startSeconds: Date.parse("2024-01-01T00:00:00-08:00") / 1000,
  values: Array.from({ length: 240 * 24 }, (_, hour) => hour % 700),
});

async function post(query: string, body: string): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(`${origin}/t/alder-bay/api/reads?${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "accept-language": "en", "content-type": "application/xml" },
    body,
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function days(): Promise<number> {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ n: string }>("SELECT count(*) AS n FROM day_row"),
  );
  return Number(rows[0]!.n);
}

describe("POST api/reads", () => {
  test("M4 a transfer that breaks off leaves nothing half-done; sent again it is whole", async () => {
    await new Promise<void>((resolve) => {
      const sender = request(`${origin}/t/alder-bay/api/reads?channel=S1`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-length": String(Buffer.byteLength(FEED)) },
      });
      sender.on("error", () => resolve());
      sender.write(FEED.slice(0, FEED.length / 2), () => setTimeout(() => sender.destroy(), 300));
    });
    const whole = await post("channel=S1&file=feed.xml", FEED);
    expect(whole).toMatchObject({
      status: 200,
      json: { format: "green-button", fileName: "feed.xml", reads: 5760, faults: 0 },
    });
    // 240 times 24 hours, and in March the clock went forward: the last hour lies in a day of its own.
    expect(await days()).toBe(241);
    expect(await post("channel=S1", FEED)).toMatchObject({
      status: 200,
      json: { unchanged: true, valuesNew: 0 },
    });
  });

  test("says what is wrong with the address or the file", async () => {
    expect(await post("channel=S1&start=tomorrow", "1\n")).toMatchObject({
      status: 400,
      json: { code: "INPUT_INVALID" },
    });
    expect(await post("channel=S1&color=red", "1\n")).toMatchObject({
      status: 400,
      json: { code: "INPUT_INVALID" },
    });
    expect(await post("channel=S1", "1\n2\n")).toMatchObject({ status: 400, json: { code: "START_NEEDED" } });
    expect(await post("", "%PDF-1.7")).toMatchObject({ status: 422, json: { code: "READ_FORMAT_UNKNOWN" } });
    const bad = await post("", "time,meter,register,index\n2024-01-01,M9,total,1\n");
    expect(bad).toMatchObject({
      status: 200,
      json: { reads: 0, faults: 1, firstFaults: [{ code: "METER_UNKNOWN", line: 2 }] },
    });
  });
});
