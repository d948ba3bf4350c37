import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDatabase } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import routes from "#app/routes.ts";
import { buildPages } from "#cli/launch/pages.ts";
import { testDatabase } from "../database.ts";
import { type Actors, type Caller, cityMarks, makeActors, marksOf } from "./actors.ts";
import { BILL_ID } from "./bills.ts";
import { countProbe, tellProbes } from "./count.ts";
import { PAGES, PLATFORM_PAGES } from "./rows.ts";
import { type Answer, openServer, type ProbeServer } from "./server.ts";

/**
 * The probe of pages: each is asked for, as a document and as the data that the browser's router asks for, by everybody
 * who must not see it and by the one it is made for.
 */
await testDatabase();
let actors: Actors;
let server: ProbeServer;
beforeAll(async () => {
  vi.spyOn(logger, "info").mockImplementation(() => {});
  await buildPages();
  actors = await makeActors();
  server = await openServer(true);
}, 240_000);
afterAll(async () => {
  await server.close();
  await closeDatabase();
});
tellProbes("pages");

interface Entry {
  readonly path?: string | undefined;
  readonly index?: boolean | undefined;
  readonly children?: readonly Entry[] | undefined;
}

/** The patterns of the pages below an entry; a layout is none by itself. */
function patterns(entries: readonly Entry[], above: string): string[] {
  return entries.flatMap(({ path = "", index, children }) => {
    const here = [above, path].filter(Boolean).join("/");
    return index || !children?.length ? [here] : patterns(children, here);
  });
}

const entries = (await routes) as readonly Entry[];
const all = [...new Set(patterns(entries, ""))];
const byPath = all
  .filter((pattern) => pattern.startsWith("t/:tenant"))
  .map((pattern) => pattern.replace(/^t\/:tenant\/?/, ""));
const others = all.filter((pattern) => !pattern.startsWith("t/:tenant"));

describe("nothing is forgotten", () => {
  it("each page has its row in tests/probe/rows.ts, and each row is of a page", () => {
    expect(byPath.sort()).toEqual(Object.keys(PAGES).sort());
  });

  it("a utility's own host has the same pages, and the platform those that are named", () => {
    const own = Object.keys(PAGES).filter((pattern) => pattern !== "" && pattern !== "*");
    expect(others.sort()).toEqual([...own, ...PLATFORM_PAGES].sort());
  });
});

describe.each(Object.entries(PAGES))("/t/<slug>/%s", (pattern, row) => {
  const staffOnly = row.for !== "anybody" && row.for !== "li";
  const path = (): string => {
    const given = row.params?.(actors.world) ?? {};
    return pattern.replace(/:(\w+)/g, (_, name: string) => given[name] ?? name).replace("*", "no-such-page");
  };
  const documentOf = (slug: string, caller: Caller) => server.call("GET", `/t/${slug}/${path()}`, caller);
  const dataOf = (slug: string, caller: Caller) =>
    server.call("GET", `/t/${slug}${path() === "" ? "" : `/${path()}`}.data`, caller);

  /** Led to the sign-in, or refused; the answer holds nothing. */
  const expectShutOut = async (caller: Caller): Promise<void> => {
    countProbe();
    const answer = await documentOf("linzhou", caller);
    const refused = row.data === true && answer.status === 403;
    if (!refused)
      expect([answer.status, answer.location]).toEqual([
        302,
        expect.stringContaining("/t/linzhou/auth/sign-in?"),
      ]);
    await expectBlind(Promise.resolve(answer), cityMarks(actors.world), path());
    await expectBlind(dataOf("linzhou", caller), cityMarks(actors.world), path());
  };

  if (row.for === "anybody") {
    it("answers everybody with nothing of anybody", async () => {
      for (const caller of [{}, actors.forged, actors.expired, actors.stranger, actors.li]) {
        await expectBlind(documentOf("linzhou", caller), cityMarks(actors.world), path());
        await expectBlind(dataOf("linzhou", caller), cityMarks(actors.world), path());
      }
    });
  } else {
    it("leads guests, strangers, forged and expired sessions to the sign-in", async () => {
      const { forged, expired, stranger, strangeCustomer, above } = actors;
      for (const caller of [{}, forged, expired, stranger, strangeCustomer, above])
        await expectShutOut(caller);
    });

    it("gives people of another utility, on the same page of theirs, nothing of this one", async () => {
      for (const [slug, caller] of [
        ["linzhou-gas", actors.stranger],
        ["linzhou-gas", actors.strangeCustomer],
      ] as const) {
        await expectBlind(documentOf(slug, caller), cityMarks(actors.world), path());
        await expectBlind(dataOf(slug, caller), cityMarks(actors.world), path());
      }
    });

    it("gives the one that it is made for the page", async () => {
      countProbe();
      const caller = row.for === "li" ? actors.li : actors.staff[row.for as StaffRole];
      const answer = await documentOf("linzhou", caller);
      const begins = row.data === true ? "{" : "<!DOCTYPE html>";
      expect([answer.status, answer.text.slice(0, begins.length)]).toEqual([200, begins]);
    });
  }

  it.runIf(staffOnly)("is not for customers", async () => {
    for (const caller of [actors.li, actors.wang]) await expectShutOut(caller);
  });

  it.runIf(row.for === "li")("shows another customer nothing of this one", async () => {
    const marks = marksOf(actors.world.li, "linzhou-li");
    await expectBlind(documentOf("linzhou", actors.wang), marks, path());
    await expectBlind(dataOf("linzhou", actors.wang), marks, path());
  });

  it.runIf(pattern === "portal" || pattern.startsWith("portal/"))("is not for staff", async () => {
    for (const role of STAFF_ROLES) await expectShutOut(actors.staff[role]);
  });

  it.runIf(row.refused)("refuses staff without the right", async () => {
    for (const role of row.refused ?? []) {
      countProbe();
      expect([role, (await documentOf("linzhou", actors.staff[role])).status]).toEqual([role, 403]);
      await expectBlind(dataOf("linzhou", actors.staff[role]), cityMarks(actors.world), path());
    }
  });

  it("takes no form from another site, and from a guest none that needs a session", async () => {
    countProbe();
    const crossing = await server.call("POST", `/t/linzhou/${path()}`, actors.staff["tenant-admin"], {
      origin: "https://evil.example",
    });
    expect([crossing.status, crossing.code]).toEqual([403, "CROSS_SITE"]);
    if (row.for === "anybody") return;
    for (const type of ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"]) {
      countProbe();
      const { status, location } = await server.call("POST", `/t/linzhou/${path()}`, {}, { body: "", type });
      // A form that was not even read through may also lead to the sign-in: the page around it is not shown.
      const shutOut = status === 302 && (location?.includes("/auth/sign-in") ?? false);
      expect([type, status, shutOut || (status >= 400 && status < 500)]).toEqual([type, status, true]);
    }
  });
});

async function expectBlind(answer: Promise<Answer>, marks: readonly string[], said: string): Promise<void> {
  countProbe();
  const { text, status } = await answer;
  expect(status).toBeLessThan(500);
  expect(marks.filter((mark) => text.includes(mark) && !said.includes(mark))).toEqual([]);
}

describe("the pages of a shared account", () => {
  it("offer to pay to who may, and not to who may only look", async () => {
    const offered = async (caller: Caller): Promise<boolean> => {
      const { status, text } = await server.call("GET", `/t/linzhou/portal/bills/${BILL_ID}`, caller);
      expect(status).toBe(200);
      return /<form[^>]*method="post"[^>]*>.{0,200}type="submit"/s.test(text.slice(text.indexOf("<main")));
    };
    expect(await Promise.all([actors.payerOfLi, actors.viewerOfLi].map(offered))).toEqual([true, false]);
  });
});
