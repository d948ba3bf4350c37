import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { jobs } from "#app/jobs/catalogue.ts";
import type { AnyJob, JobRun } from "#app/jobs/job.ts";
import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { accessNeeded } from "#app/policies/ability.ts";
import { type CustomerAccess, hasAccess } from "#app/policies/customer-access.ts";
import { API_SCOPES, type Permission, permissions } from "#app/policies/index.ts";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import type { Guard } from "#app/trpc/guard.ts";
import { appRouter } from "#app/trpc/router.ts";
import { endpoints } from "#app/web/endpoints/index.ts";
import { testDatabase } from "../database.ts";
import { type Actors, type Caller, cityMarks, makeActors, marksOf, stateOf } from "./actors.ts";
import { countProbe, tellProbes } from "./count.ts";
import { ENDPOINTS, JOBS, PROCEDURES, type ProbeRow, SOCKETS } from "./rows.ts";
import { type Answer, openServer, type ProbeServer } from "./server.ts";

/**
 * The probe: everything that can be called over HTTP is called as everybody who must not get through, and as those who
 * must. Who that is follows from the guard of the procedure or endpoint and from the policies; rows.ts gives the input.
 */
await testDatabase();
addAllLocales();
let actors: Actors;
let server: ProbeServer;
beforeAll(async () => {
  // What is refused is logged by each request; a thousand lines of it tell nothing here.
  vi.spyOn(logger, "info").mockImplementation(() => {});
  actors = await makeActors();
  server = await openServer(false);
});
afterAll(async () => {
  await server.close();
  await closeDatabase();
});
tellProbes("procedures, endpoints, jobs and sockets");

/** Something callable, whatever its kind. */
interface Target {
  readonly name: string;
  readonly guard: Guard;
  readonly writes: boolean;
  readonly row: ProbeRow;
  call(slug: string, caller: Caller, input: unknown, origin?: string): Promise<Answer>;
}

interface ProcedureDefinition {
  readonly _def: { readonly type: "query" | "mutation" | "subscription"; readonly meta?: Guard };
}
const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, ProcedureDefinition>>;

const targets: Target[] = [
  ...Object.entries(procedures).map(([name, { _def }]): Target => {
    const writes = _def.type !== "query";
    return {
      name,
      guard: _def.meta ?? { access: "open", why: "" },
      writes,
      row: PROCEDURES[name] ?? {},
      call: (slug, caller, input, origin) => {
        const address = `/t/${slug}/api/trpc/${name}`;
        const given = input === undefined ? "" : JSON.stringify(input);
        const options = { body: given, ...(origin === undefined ? {} : { origin }) };
        if (writes) return server.call("POST", address, caller, options);
        return server.call(
          "GET",
          given === "" ? address : `${address}?input=${encodeURIComponent(given)}`,
          caller,
        );
      },
    };
  }),
  ...endpoints.map((endpoint): Target => {
    const name = `${endpoint.method} ${endpoint.path}`;
    return {
      name,
      guard: endpoint.guard,
      writes: endpoint.method !== "get",
      row: ENDPOINTS[name] ?? {},
      call: (slug, caller, input, origin) => {
        const query = new URLSearchParams(input as Record<string, string>);
        const path = endpoint.path.replace(/:\w+/g, (part) => query.get(part.slice(1)) ?? part);
        const options = {
          ...(endpoint.method === "get" ? {} : { body: "" }),
          ...(origin === undefined ? {} : { origin }),
        };
        return server.call(endpoint.method.toUpperCase(), `/t/${slug}/${path}?${query}`, caller, options);
      },
    };
  }),
];

describe("nothing is forgotten", () => {
  it.each([
    ["procedure", Object.keys(procedures), PROCEDURES],
    ["endpoint", endpoints.map(({ method, path }) => `${method} ${path}`), ENDPOINTS],
    ["job", Object.keys(jobs), JOBS],
  ])("each %s has its row in tests/probe/rows.ts, and each row is of something", (_, found, rows) => {
    expect([...found].sort()).toEqual(Object.keys(rows).sort());
  });

  it("each procedure says by its guard who may call it", () => {
    for (const [name, { _def }] of Object.entries(procedures))
      expect([name, _def.meta?.access]).toEqual([name, expect.any(String)]);
  });

  it("what is open says why", () => {
    for (const { guard } of targets)
      if (guard.access !== "tenant") expect(guard.why.length).toBeGreaterThan(20);
  });

  it("no socket listens that has no row", () => {
    expect(server.socketListeners()).toBe(Object.keys(SOCKETS).length);
    countProbe();
  });
});

/** May these roles, or this kind of caller, do it by the policies? */
function allows(
  guard: Guard,
  actor: { role?: StaffRole; kind: "staff" | "customer" | "api"; scope?: string; access?: CustomerAccess },
): boolean {
  if (guard.access === "open") return true;
  if (!guard.who.includes(actor.kind)) return false;
  if (guard.access === "signed-in") return true;
  const permission = `${guard.action}:${guard.noun}` as Permission;
  const grant = permissions.get(permission);
  if (actor.kind === "staff")
    return actor.role !== undefined && (grant?.roles?.includes(actor.role) ?? false);
  if (actor.kind === "customer")
    return (
      grant?.customer !== undefined && hasAccess(actor.access ?? "owner", accessNeeded(permission, grant))
    );
  return (
    grant?.api === true && (actor.scope === undefined || actor.scope === `${guard.action}:${guard.noun}`)
  );
}

const GATE = ["SIGN_IN_NEEDED", "FORBIDDEN", "CROSS_SITE"];

/** Refused at the gate with just this. */
async function expectRefused(answer: Promise<Answer>, code: string): Promise<void> {
  countProbe();
  const { status, code: found } = await answer;
  expect({ status, code: found }).toEqual({ status: code === "SIGN_IN_NEEDED" ? 401 : 403, code });
}

/** Let in: whatever the service says then, it is neither the gate nor a fault of ours. A gateway that is not there is none. */
async function expectLetIn(answer: Promise<Answer>): Promise<Answer> {
  countProbe();
  const found = await answer;
  expect([...GATE, "UNEXPECTED", "METHOD_UNKNOWN"]).not.toContain(found.code ?? "");
  expect(found.status < 500 || found.code !== undefined).toBe(true);
  return found;
}

/** Whatever is answered holds nothing of what the marks stand for, but what the caller said itself. */
async function expectBlind(answer: Promise<Answer>, marks: readonly string[], input: unknown): Promise<void> {
  countProbe();
  const { text, status, code } = await answer;
  expect(code).not.toBe("UNEXPECTED");
  expect(status < 500 || code !== undefined).toBe(true);
  const said = JSON.stringify(input) ?? "";
  expect(marks.filter((mark) => text.includes(mark) && !said.includes(mark))).toEqual([]);
}

describe.each(targets)("$name", (target) => {
  const { guard, row, writes } = target;
  const input = async (): Promise<unknown> => row.input?.(actors.world);
  const at = async (slug: string, caller: Caller, origin?: string): Promise<Answer> =>
    target.call(slug, caller, await input(), origin);

  if (guard.access === "open") {
    it("answers a guest without a fault of ours", async () => {
      countProbe();
      expect((await at("linzhou", {})).code).not.toBe("UNEXPECTED");
      expect((await target.call("linzhou", {}, { nonsense: [] })).code).not.toBe("UNEXPECTED");
    });
  } else {
    it("asks guests, strangers, forged and expired sessions to sign in", async () => {
      const { stranger, strangeCustomer, strangeKey, above, forged, expired } = actors;
      for (const caller of [
        {},
        forged,
        expired,
        stranger,
        strangeCustomer,
        strangeKey,
        above,
        { key: "manifold_forged" },
      ])
        await expectRefused(at("linzhou", caller), "SIGN_IN_NEEDED");
    });

    it("gives members of another utility, with every role and scope, nothing of this one", async () => {
      const before = await stateOf(actors.world.city.id);
      for (const caller of [actors.stranger, actors.strangeCustomer, actors.strangeKey])
        await expectBlind(at("linzhou-gas", caller), cityMarks(actors.world), await input());
      expect(await stateOf(actors.world.city.id)).toEqual(before);
    });

    it("lets the utility above read at most, where that is meant, and change nothing below", async () => {
      const before = await stateOf(actors.world.city.id);
      const answer = at("qingjiang", actors.above);
      if (row.upper === "reads") {
        countProbe();
        const { text } = await answer;
        expect(cityMarks(actors.world).some((mark) => text.includes(mark))).toBe(true);
      } else if (row.upper === "nothing" || writes) {
        await expectBlind(answer, cityMarks(actors.world), await input());
      } else {
        await expectLetIn(answer);
      }
      expect(await stateOf(actors.world.city.id)).toEqual(before);
    });

    it("gives a customer nothing of another customer", async () => {
      const allowed = allows(guard, { kind: "customer" });
      if (!allowed) {
        await expectRefused(at("linzhou", actors.wang), "FORBIDDEN");
        await expectRefused(at("linzhou", actors.li), "FORBIDDEN");
        return;
      }
      await expectBlind(at("linzhou", actors.wang), marksOf(actors.world.li, "linzhou-li"), await input());
      await expectLetIn(at("linzhou", actors.li));
    });

    it("lets who shares an account do what their right gives, and nothing more", async () => {
      for (const [access, caller] of [
        ["viewer", actors.viewerOfLi],
        ["payer", actors.payerOfLi],
      ] as const) {
        const answer = at("linzhou", caller);
        if (allows(guard, { kind: "customer", access })) await expectLetIn(answer);
        else await expectRefused(answer, "FORBIDDEN");
      }
    });

    it("lets an API key do what its scopes say, and nothing else", async () => {
      for (const scope of API_SCOPES) {
        const answer = at("linzhou", actors.keyWith(scope));
        if (allows(guard, { kind: "api", scope })) await expectLetIn(answer);
        else await expectRefused(answer, "FORBIDDEN");
      }
    });

    it("refuses staff without the right, and lets those in who have it", async () => {
      for (const role of STAFF_ROLES) {
        const answer = at("linzhou", actors.staff[role]);
        if (allows(guard, { kind: "staff", role })) await expectLetIn(answer);
        else await expectRefused(answer, "FORBIDDEN");
      }
    });

    it("tells who is let in what is wrong with nonsense, without a fault of ours", async () => {
      const role = STAFF_ROLES.find((candidate) => allows(guard, { kind: "staff", role: candidate }));
      const caller = role ? actors.staff[role] : actors.li;
      const texts = { search: "\u0000%_'", id: "'; DROP TABLE bill --" };
      for (const nonsense of [undefined, {}, { search: texts.search }, texts, { id: 1e308, after: ["x"] }])
        await expectLetIn(target.call("linzhou", caller, nonsense));
    });
  }

  it.runIf(writes)("refuses what another site makes a browser send", async () => {
    for (const caller of [actors.staff["tenant-admin"], actors.li, {}])
      await expectRefused(at("linzhou", caller, "https://evil.example"), "CROSS_SITE");
  });
});

describe.each(Object.entries(jobs as Readonly<Record<string, AnyJob>>))("job %s", (name, job) => {
  const run = async (tenantId: string, data: unknown): Promise<unknown> => {
    countProbe();
    const work = job.run as (data: unknown, run: JobRun) => Promise<void>;
    const scope = systemScope(tenantId, name);
    // Whether it does nothing or says that it found nothing is the job's own affair.
    return work(job.payload.parse(data), { scope, signal: AbortSignal.timeout(10_000), attempt: 1 }).catch(
      () => undefined,
    );
  };

  it("run for another utility, touches nothing of this one, whatever its payload names", async () => {
    const before = await stateOf(actors.world.city.id);
    const data = await JOBS[name]?.input?.(actors.world);
    await run(actors.world.gas.id, data);
    await run(actors.world.province.id, data);
    expect(await stateOf(actors.world.city.id)).toEqual(before);
  });
});
