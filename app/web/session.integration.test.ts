import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { loadPack } from "#app/services/blueprint/load-pack.ts";
import { readPackFolder } from "#app/services/blueprint/pack-folder.ts";
import type { Pack } from "#schema/blueprint/pack.ts";
import { testDatabase } from "#tests/database.ts";
import { makeWorld, PASSWORD } from "#tests/world.ts";
import { assembleApp } from "./app.ts";
import { brandStore } from "./brands.ts";

await testDatabase();
addAllLocales();
let server: Server;
beforeAll(async () => {
  vi.spyOn(logger, "info").mockImplementation(() => {});
  process.env.MANIFOLD_HOSTS = "power.linzhou.example=linzhou";
  await makeWorld();
  server = createServer();
  // One trusted proxy in front, as in production: it says whether the browser came by HTTPS, and to which host.
  await assembleApp(server, { root: path.resolve("."), development: false, trustedProxies: 1, pages: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await closeDatabase();
});

interface Answer {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly body: { error?: { data: { code: string } }; code?: string; result?: unknown };
}

/** `fetch` may not set Host and Sec-Fetch-Site; a plain request may. */
function send(
  method: string,
  address: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const call = httpRequest(
      { port, host: "127.0.0.1", method, path: address, headers },
      (response: IncomingMessage) => {
        let text = "";
        response.on("data", (part) => {
          text += String(part);
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            cookies: response.headers["set-cookie"] ?? [],
            body: JSON.parse(text || "{}"),
          }),
        );
      },
    );
    call.on("error", reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const JSON_BODY = { "content-type": "application/json" };
const credentials = { as: "staff", login: "auditor@linzhou", password: PASSWORD };
const signIn = (address: string, headers: Record<string, string>, as = credentials) =>
  send("POST", `${address}/api/trpc/session.signIn`, { ...JSON_BODY, ...headers }, as);
const tokenOf = (answer: Answer): string => /session=([^;]*)/.exec(answer.cookies[0] ?? "")?.[1] ?? "";

it("a utility that is loaded while the process serves has its pages and its logo at once", async () => {
  const { pack } = await readPackFolder("tenants/alder-bay");
  const ask = async () => (await signIn("/t/alder-bay", {})).body.error?.data.code;
  expect(await ask()).toBe("UTILITY_UNKNOWN");
  await loadPack(pack as Pack, { now: new Date() });
  await vi.waitFor(() => expect(brandStore().bySlug("alder-bay")).toMatchObject({ currency: "USD" }));
  expect(await ask()).toBe("NOT_A_MEMBER");
  const logo = brandStore().bySlug("alder-bay")?.logoUrl ?? "";
  const { port } = server.address() as AddressInfo;
  const svg = await fetch(`http://127.0.0.1:${port}${logo}`);
  expect([svg.status, svg.headers.get("content-type")]).toEqual([200, "image/svg+xml; charset=utf-8"]);
  expect(await svg.text()).toBe(pack?.logo);
});

describe("the session's cookie", () => {
  it("found by path: is sent to that utility's pages only, and hidden from scripts", async () => {
    const answer = await signIn("/t/linzhou", { host: "demo.example" });
    expect(answer.cookies).toEqual([
      expect.stringMatching(/^manifold-session=[\w-]{43}; Path=\/t\/linzhou; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(
        /^manifold-device=[\w-]{43}; Path=\/t\/linzhou; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
      ),
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(tokenOf(answer));
  });

  it("under a host name of the utility's own, by HTTPS: is bound to that very host", async () => {
    const answer = await signIn("", { host: "power.linzhou.example", "x-forwarded-proto": "https" });
    expect(answer.cookies[0]).toMatch(
      /^__Host-manifold-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(answer.cookies[1]).toMatch(/^__Host-manifold-device=/);
    const own = await send("GET", "/api/trpc/session.listOwn", {
      host: "power.linzhou.example",
      "x-forwarded-proto": "https",
      cookie: `__Host-manifold-session=${tokenOf(answer)}`,
    });
    expect(own.status).toBe(200);
  });

  it("outlives the window for customers, not for staff who share a machine", async () => {
    const answer = await signIn("/t/linzhou", {}, { as: "customer", login: "li", password: PASSWORD });
    expect(answer.cookies[0]).toMatch(/; Max-Age=7776000$/);
  });

  it("is taken away by signing out, and its token is worth nothing afterwards", async () => {
    const cookie = `manifold-session=${tokenOf(await signIn("/t/linzhou", {}))}`;
    const own = () => send("GET", "/t/linzhou/api/trpc/session.listOwn", { cookie });
    expect((await own()).status).toBe(200);
    const out = await send("POST", "/t/linzhou/api/trpc/session.signOut", {
      ...JSON_BODY,
      cookie,
      "sec-fetch-site": "same-origin",
    });
    expect(out.cookies).toEqual(["manifold-session=; Path=/t/linzhou; HttpOnly; SameSite=Lax; Max-Age=0"]);
    expect((await own()).body.error?.data.code).toBe("SIGN_IN_NEEDED");
  });

  it("of one utility is nobody at another, also when a browser is made to send it there", async () => {
    const cookie = `manifold-session=${tokenOf(await signIn("/t/linzhou", {}))}`;
    for (const slug of ["linzhou-gas", "qingjiang"]) {
      const answer = await send("GET", `/t/${slug}/api/trpc/session.listOwn`, { cookie });
      expect(answer.body.error?.data.code).toBe("SIGN_IN_NEEDED");
    }
  });
});

describe("a request that changes something", () => {
  const cases: readonly [string, Record<string, string>, boolean][] = [
    ["from a page of ours", { "sec-fetch-site": "same-origin" }, true],
    ["by the person's own doing", { "sec-fetch-site": "none" }, true],
    ["from another site", { "sec-fetch-site": "cross-site" }, false],
    ["from another host of the same site", { "sec-fetch-site": "same-site" }, false],
    [
      "from another site that claims our origin",
      { "sec-fetch-site": "cross-site", origin: "http://demo.example" },
      false,
    ],
    ["from an older browser, of ours", { origin: "http://demo.example" }, true],
    ["from an older browser, of another site", { origin: "https://evil.example" }, false],
    ["from an older browser, another port", { origin: "http://demo.example:8080" }, false],
    ["from a sandboxed frame", { origin: "null" }, false],
    ["that says nothing but carries a session", {}, false],
  ];
  it.each(cases)("%s", async (_, headers, served) => {
    const cookie = `manifold-session=${tokenOf(await signIn("/t/linzhou", {}))}`;
    const answer = await send(
      "POST",
      "/t/linzhou/api/trpc/session.endOwn",
      { host: "demo.example", cookie, ...JSON_BODY, ...headers },
      { which: "others" },
    );
    expect(answer.status).toBe(served ? 200 : 403);
    if (!served) expect(answer.body.code).toBe("CROSS_SITE");
  });

  it("by a program without a cookie is served, whatever it says of itself", async () => {
    expect((await signIn("/t/linzhou", { host: "demo.example" })).status).toBe(200);
  });

  it("behind a trusted proxy is compared with the host that the browser asked for", async () => {
    const headers = { host: "inner:3000", "x-forwarded-host": "power.linzhou.example" };
    expect((await signIn("/t/linzhou", { ...headers, origin: "https://power.linzhou.example" })).status).toBe(
      200,
    );
    expect((await signIn("/t/linzhou", { ...headers, origin: "https://inner:3000" })).status).toBe(403);
  });
});
