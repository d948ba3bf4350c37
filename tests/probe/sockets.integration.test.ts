import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Rooms } from "#app/collab/rooms.ts";
import { type CollabServer, openCollabServer } from "#app/collab/server.ts";
import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { type Permission, permissions } from "#app/policies/index.ts";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import { keepSignOfLife, type SignOfLife } from "#app/services/system/sign-of-life.ts";
import { sockets } from "#app/web/sockets/index.ts";
import { testDatabase } from "../database.ts";
import { type Actors, cityMarks, makeActors } from "./actors.ts";
import { countProbe, tellProbes } from "./count.ts";
import { SOCKETS } from "./rows.ts";
import { type Answer, openServer, type ProbeServer } from "./server.ts";

/** The probe of sockets: each is opened by everybody who must not get through, through the web's own port. */
await testDatabase();
addAllLocales();
let actors: Actors;
let server: ProbeServer;
let collab: CollabServer;
let sign: SignOfLife;
beforeAll(async () => {
  vi.spyOn(logger, "info").mockImplementation(() => {});
  actors = await makeActors();
  server = await openServer(false);
  collab = await openCollabServer({
    port: 0,
    host: "127.0.0.1",
    rooms: async (port) => {
      sign = await keepSignOfLife("collab", `127.0.0.1:${port}`);
      return new Rooms({ id: sign.id, address: `127.0.0.1:${port}` });
    },
  });
});
afterAll(async () => {
  await collab.close();
  await sign.end();
  await server.close();
  await closeDatabase();
});
tellProbes("sockets");

it("each socket has its row in tests/probe/rows.ts, and each row is of a socket", () => {
  expect(sockets.map(({ path }) => path)).toEqual(Object.keys(SOCKETS));
});

async function expectRefused(answer: Promise<Answer>, code: string): Promise<void> {
  countProbe();
  const { status, code: found } = await answer;
  expect({ status, code: found }).toEqual({ status: code === "SIGN_IN_NEEDED" ? 401 : 403, code });
}

describe.each(sockets)("socket $path", ({ path, guard }) => {
  const at = (slug: string): string => `/t/${slug}/${path}`;

  it("asks guests, strangers, forged and expired sessions to sign in", async () => {
    const { stranger, strangeCustomer, strangeKey, above, forged, expired } = actors;
    for (const caller of [{}, forged, expired, stranger, strangeCustomer, strangeKey, above])
      await expectRefused(server.connect(at("linzhou"), caller), "SIGN_IN_NEEDED");
  });

  it("is refused to customers and API keys", async () => {
    for (const caller of [actors.li, actors.keyWithAll])
      await expectRefused(server.connect(at("linzhou"), caller), "FORBIDDEN");
  });

  it("refuses staff without the right, and lets those in who have it", async () => {
    const grant =
      guard.access === "tenant" ? permissions.get(`${guard.action}:${guard.noun}` as Permission) : undefined;
    for (const role of STAFF_ROLES) {
      const answer = server.connect(at("linzhou"), actors.staff[role]);
      if (!grant?.roles?.includes(role)) await expectRefused(answer, "FORBIDDEN");
      else {
        countProbe();
        expect(await answer).toMatchObject({ status: 101, text: expect.stringContaining("welcome") });
      }
    }
  });

  it("refuses a page of another site, and what says no site at all", async () => {
    const admin = actors.staff["tenant-admin"];
    for (const origin of ["https://evil.example", "null", null])
      await expectRefused(server.connect(at("linzhou"), admin, origin), "CROSS_SITE");
  });

  it("shows members of another utility their own, and nothing of this one", async () => {
    for (const [slug, caller] of [
      ["linzhou-gas", actors.stranger],
      ["qingjiang", actors.above],
    ] as const) {
      countProbe();
      const { text } = await server.connect(at(slug), caller);
      expect(cityMarks(actors.world).filter((mark) => text.includes(mark))).toEqual([]);
    }
  });

  it("the process behind it lets nobody in whom no web process passed on", async () => {
    countProbe();
    const response = await fetch(`http://127.0.0.1:${collab.port}/draft`, {
      headers: { cookie: `manifold-session=${actors.staff["tenant-admin"].cookie}` },
    });
    expect(response.status).toBe(426);
  });
});
