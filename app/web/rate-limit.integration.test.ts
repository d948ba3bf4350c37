import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { createApiKey } from "#app/services/identity/api-keys.ts";
import { testDatabase } from "#tests/database.ts";
import { makeWorld } from "#tests/world.ts";
import { assembleApp } from "./app.ts";

await testDatabase();
addAllLocales();
let server: Server;
let key = "";
beforeAll(async () => {
  vi.spyOn(logger, "info").mockImplementation(() => {});
  // A hundredth of the budgets, so that a test meets them: 6 requests of an address, 60 of a utility.
  process.env.RATE_LIMIT_FACTOR = "0.01";
  const world = await makeWorld();
  const createdBy = world.staff["tenant-admin"].personId;
  ({ key } = await createApiKey(systemScope(world.city.id), {
    name: "test",
    scopes: ["ingest:read"],
    createdBy,
  }));
  server = createServer();
  await assembleApp(server, { root: path.resolve("."), development: false, trustedProxies: 1, pages: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await closeDatabase();
});

const ask = (ip: string, headers: Record<string, string> = {}, where = "/t/linzhou/api/trpc/tenant.show") =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`, {
    headers: { "x-forwarded-for": ip, "accept-language": "en", ...headers },
  });
const many = (count: number, ip: (at: number) => string, headers: Record<string, string> = {}) =>
  Promise.all(Array.from({ length: count }, async (_, at) => (await ask(ip(at), headers)).status)).then(
    (statuses) => statuses.filter((status) => status === 429).length,
  );

describe("too many requests", () => {
  it("of one address are refused with when to come back, and words; another address is served", async () => {
    expect(await many(12, () => "192.0.2.1")).toBeGreaterThanOrEqual(5);
    const refused = await ask("192.0.2.1");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringMatching(/^Too many requests\. Try again in \d+ seconds?/),
      requestId: expect.any(String),
    });
    expect((await ask("192.0.2.2")).status).toBe(401);
  });

  it("of one /64 are those of one address", async () => {
    expect(await many(12, (at) => `2001:db8:7:7::${at}`)).toBeGreaterThanOrEqual(5);
    expect((await ask("2001:db8:7:8::1")).status).toBe(401);
  });

  it("under one session or key are refused from whatever address they come", async () => {
    const cookie = { cookie: "manifold-session=whatever-it-is" };
    expect(await many(10, (at) => `198.51.100.${at}`, cookie)).toBeGreaterThanOrEqual(6);
    expect(
      await many(12, (at) => `198.51.101.${at}`, { authorization: "Bearer manifold_x" }),
    ).toBeGreaterThanOrEqual(5);
  });

  it("of one utility leave another its own", async () => {
    await many(120, (at) => `203.0.113.${at}`);
    expect((await ask("203.0.113.200")).status).toBe(429);
    expect((await ask("203.0.113.201", {}, "/t/linzhou-gas/api/trpc/tenant.show")).status).toBe(401);
  });

  it("never meet the files of the build, nor a check of health, nor this very machine", async () => {
    for (let n = 0; n < 15; n++) {
      expect((await ask("192.0.2.50", {}, "/health/live")).status).toBe(200);
      expect((await ask("192.0.2.50", {}, "/brand/linzhou/none.svg")).status).toBe(404);
      expect((await ask("127.0.0.1", {}, "/t/qingjiang/api/trpc/tenant.show")).status).toBe(401);
    }
  });
});

describe("uploads", () => {
  it("have a budget of their own", async () => {
    const upload = () =>
      fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/t/linzhou-gas/api/reads`, {
        method: "POST",
        headers: { "x-forwarded-for": "192.0.2.77", authorization: `Bearer ${key}` },
      });
    const statuses = [await upload(), await upload()].map(({ status }) => status);
    expect(statuses[1]).toBe(429);
  });
});
