import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity, withTenant } from "#app/platform/database.ts";
import { type Session, scopeOf } from "#app/platform/session.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { testDatabase } from "#tests/database.ts";
import { makeStaff, makeWorld, PASSWORD, type World } from "#tests/world.ts";
import { addMembership } from "../add-membership.ts";
import { confirmSignIn, enrolSignIn, showStep } from "../confirm-sign-in.ts";
import { findSession } from "../find-session.ts";
import { editSecurity, showSecurity } from "../settings/security.ts";
import { signIn } from "../sign-in.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewOwnCodes,
  showSecondFactor,
} from "./own-second-factor.ts";
import { resetSecondFactor } from "./reset-second-factor.ts";
import { codeAt } from "./totp.ts";

await testDatabase();
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => closeDatabase());

const request = { ip: undefined, agent: "test", requestId: "test" };
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "ok",
    (error: ManifoldError) => error.code,
  );
const later = (now: Date, steps: number): Date => new Date(now.getTime() + steps * 30_000);

async function firstFactor(login: string, slug = "linzhou", as: "staff" | "customer" = "staff") {
  return signIn({ slug, as, login, password: PASSWORD, ...request });
}
async function sessionOf(token: string, slug = "linzhou"): Promise<Session> {
  const session = await findSession(slug, token);
  if (session === null) throw new Error("no session");
  return session;
}
const own = (session: Session) => scopeOf(session, "test", undefined);

interface Enrolled {
  readonly login: string;
  readonly personId: string;
  readonly session: Session;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** Of the code that put it in force. */
  readonly at: Date;
}

let people = 0;
/** A new member of staff of the city with a second factor. */
async function enrolled(): Promise<Enrolled> {
  people += 1;
  const city = { id: world.city.id, slug: `linzhou-${people}` };
  const { personId, login } = await makeStaff(city, "auditor");
  const session = await sessionOf((await firstFactor(login)).token);
  const enrolment = await beginSecondFactor(own(session), session, { password: PASSWORD });
  const secret = enrolment.key.replaceAll(" ", "");
  const at = new Date();
  const { recoveryCodes } = await confirmSecondFactor(
    own(session),
    session,
    { code: codeAt(secret, at) },
    at,
  );
  return { login, personId, session, secret, recoveryCodes, at };
}

describe("setting up a second factor", () => {
  it("asks for the password, and counts for nothing before its first code was entered", async () => {
    const { login } = await makeStaff({ id: world.city.id, slug: "begin" }, "auditor");
    const session = await sessionOf((await firstFactor(login)).token);
    expect(await codeOf(beginSecondFactor(own(session), session, { password: "not this" }))).toBe(
      "PASSWORD_WRONG",
    );
    const { uri, key } = await beginSecondFactor(own(session), session, { password: PASSWORD });
    expect(uri).toMatch(/^otpauth:\/\/totp\/linzhou:auditor%40begin\?issuer=linzhou&secret=[A-Z2-7]{32}&/);
    expect(key).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    expect((await firstFactor(login)).next).toBeNull();
    expect(await codeOf(confirmSecondFactor(own(session), session, { code: "000000" }))).toBe(
      "SECOND_FACTOR_WRONG",
    );
    expect(await showSecondFactor(own(session), session)).toMatchObject({
      since: null,
      recoveryCodesLeft: 0,
    });
  });

  it("ends the person's other sessions, which were opened without it", async () => {
    const { login } = await makeStaff({ id: world.city.id, slug: "others" }, "auditor");
    const here = await sessionOf((await firstFactor(login)).token);
    const { token: elsewhere } = await firstFactor(login);
    const { key } = await beginSecondFactor(own(here), here, { password: PASSWORD });
    await confirmSecondFactor(own(here), here, { code: codeAt(key.replaceAll(" ", ""), new Date()) });
    expect(await findSession("linzhou", elsewhere)).toBeNull();
    expect(await codeOf(beginSecondFactor(own(here), here, { password: PASSWORD }))).toBe("SECOND_FACTOR_ON");
  });

  it("keeps neither the secret nor a recovery code as it is", async () => {
    const { personId, secret, recoveryCodes } = await enrolled();
    const { rows } = await withIdentity((sql) =>
      sql.query<{ line: string }>(
        `SELECT t::text AS line FROM identity.totp t WHERE person_id = $1
         UNION ALL SELECT c::text || encode(code_hash, 'escape') FROM identity.recovery_code c WHERE person_id = $1`,
        [personId],
      ),
    );
    expect(rows).toHaveLength(11);
    for (const { line } of rows)
      for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replace("-", ""))])
        expect(line).not.toContain(hidden);
    expect(new Set(recoveryCodes).size).toBe(10);
  });
});

describe("signing in with a second factor", () => {
  it("opens no session by the password alone", async () => {
    const { login, secret, at } = await enrolled();
    const first = await firstFactor(login);
    expect(first.next).toBe("code");
    expect(await findSession("linzhou", first.token)).toBeNull();
    expect(await showStep("linzhou", first.token)).toEqual({ next: "code", as: "staff" });
    const now = later(at, 1);
    const opened = await confirmSignIn("linzhou", first.token, codeAt(secret, now), request, now);
    expect(await sessionOf(opened.token)).toMatchObject({ kind: "staff" });
  });

  it("takes a code once, also of two at the same moment, and none of an earlier step after it", async () => {
    const { login, secret, at } = await enrolled();
    const now = later(at, 1);
    const steps = await Promise.all([1, 2, 3, 4].map(() => firstFactor(login)));
    const codes = await Promise.all(
      steps.map(({ token }) => codeOf(confirmSignIn("linzhou", token, codeAt(secret, now), request, now))),
    );
    expect(codes.sort()).toEqual(["SECOND_FACTOR_WRONG", "SECOND_FACTOR_WRONG", "SECOND_FACTOR_WRONG", "ok"]);
    const { token } = await firstFactor(login);
    expect(await codeOf(confirmSignIn("linzhou", token, codeAt(secret, at), request, now))).toBe(
      "SECOND_FACTOR_WRONG",
    );
  });

  it("allows for a clock that is one step off, not two", async () => {
    const { login, secret, at } = await enrolled();
    const now = later(at, 5);
    for (const [off, result] of [
      [-2, "SECOND_FACTOR_WRONG"],
      [2, "SECOND_FACTOR_WRONG"],
      [-1, "ok"],
      [1, "ok"],
    ] as const) {
      const { token } = await firstFactor(login);
      expect([
        off,
        await codeOf(confirmSignIn("linzhou", token, codeAt(secret, later(now, off)), request, now)),
      ]).toEqual([off, result]);
    }
  });

  it("locks after five wrong codes, whatever the password, and tells how many are left", async () => {
    const { login, secret, at } = await enrolled();
    const told: unknown[] = [];
    for (let n = 0; n < 6; n++) {
      const { token } = await firstFactor(login);
      const error = await confirmSignIn("linzhou", token, "000000", request).catch(
        (caught: ManifoldError) => caught,
      );
      told.push((error as ManifoldError).params.left ?? (error as ManifoldError).code);
    }
    expect(told).toEqual([4, 3, 2, 1, 0, "TOO_OFTEN"]);
    const now = later(at, 1);
    const { token } = await firstFactor(login);
    expect(await codeOf(confirmSignIn("linzhou", token, codeAt(secret, now), request, now))).toBe(
      "TOO_OFTEN",
    );
  });

  it("takes each recovery code once, however it is typed; ten guesses at one moment are ten guesses", async () => {
    const { login, recoveryCodes, session } = await enrolled();
    const [first = "", second = ""] = recoveryCodes;
    const steps = await Promise.all([1, 2, 3].map(() => firstFactor(login)));
    const codes = await Promise.all(
      steps.map(({ token }) => codeOf(confirmSignIn("linzhou", token, first, request))),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    const { token } = await firstFactor(login);
    expect(
      await codeOf(confirmSignIn("linzhou", token, ` ${second.toUpperCase().replace("-", " ")}`, request)),
    ).toBe("ok");
    expect(await showSecondFactor(own(session), session)).toMatchObject({ recoveryCodesLeft: 8 });
  });

  it("keeps a step to its utility, its time and one use", async () => {
    const { login, secret, at } = await enrolled();
    const { token } = await firstFactor(login);
    for (const slug of ["linzhou-gas", "qingjiang"])
      expect(await codeOf(confirmSignIn(slug, token, codeAt(secret, later(at, 1)), request))).toBe(
        "SIGN_IN_STEP_GONE",
      );
    const now = later(at, 1);
    await confirmSignIn("linzhou", token, codeAt(secret, now), request, now);
    const next = later(at, 2);
    expect(await codeOf(confirmSignIn("linzhou", token, codeAt(secret, next), request, next))).toBe(
      "SIGN_IN_STEP_GONE",
    );
    const { token: old } = await firstFactor(login);
    await withIdentity((sql) =>
      sql.query("UPDATE identity.person SET disabled_at = now() WHERE login = $1", [login]),
    );
    expect(await codeOf(showStep("linzhou", old))).toBe("SIGN_IN_STEP_GONE");
  });

  it("is asked of a customer who has set one up, too", async () => {
    const session = await sessionOf((await firstFactor("wang", "linzhou", "customer")).token);
    const { key } = await beginSecondFactor(own(session), session, { password: PASSWORD });
    const at = new Date();
    await confirmSecondFactor(own(session), session, { code: codeAt(key.replaceAll(" ", ""), at) }, at);
    expect((await firstFactor("wang", "linzhou", "customer")).next).toBe("code");
    const now = later(at, 1);
    await removeSecondFactor(own(session), session, { code: codeAt(key.replaceAll(" ", ""), now) }).catch(
      () => {},
    );
  });
});

describe("recovery codes", () => {
  it("made anew take the place of those before, and ask for a code", async () => {
    const { login, session, recoveryCodes } = await enrolled();
    expect(await codeOf(renewOwnCodes(own(session), session, { code: "nonsense" }))).toBe(
      "SECOND_FACTOR_WRONG",
    );
    const renewed = await renewOwnCodes(own(session), session, { code: recoveryCodes[0] ?? "" });
    const { token } = await firstFactor(login);
    expect(await codeOf(confirmSignIn("linzhou", token, recoveryCodes[1] ?? "", request))).toBe(
      "SECOND_FACTOR_WRONG",
    );
    expect(await codeOf(confirmSignIn("linzhou", token, renewed.recoveryCodes[1] ?? "", request))).toBe("ok");
  });
});

describe("a utility that asks for a second factor", () => {
  const settings = {
    secondFactorRoles: ["billing-clerk" as const],
    passwordLengthMin: 8,
    customerCodes: true,
  };

  it("is asked by an administrator who uses one, ends sessions without, and leads to setting one up", async () => {
    const { token: clerk } = await firstFactor("billing-clerk@linzhou");
    const { token: dispatcher } = await firstFactor("dispatcher@linzhou");
    const admin = await sessionOf((await firstFactor("tenant-admin@linzhou")).token);
    expect(await codeOf(editSecurity(own(admin), admin, settings))).toBe("SECOND_FACTOR_FIRST");
    const { key } = await beginSecondFactor(own(admin), admin, { password: PASSWORD });
    await confirmSecondFactor(own(admin), admin, { code: codeAt(key.replaceAll(" ", ""), new Date()) });
    await editSecurity(own(admin), admin, settings);
    expect(await showSecurity(own(admin))).toMatchObject({ ...settings, members: { missing: 1 } });

    expect(await findSession("linzhou", clerk)).toBeNull();
    expect(await findSession("linzhou", dispatcher)).not.toBeNull();
    const first = await firstFactor("billing-clerk@linzhou");
    expect(first.next).toBe("enrol");
    expect(await codeOf(confirmSignIn("linzhou", first.token, "000000", request))).toBe("SIGN_IN_STEP_GONE");
    const step = await showStep("linzhou", first.token);
    const secret = step.next === "enrol" ? step.enrolment.key.replaceAll(" ", "") : "";
    expect(await codeOf(enrolSignIn("linzhou", first.token, "000000", request))).toBe("SECOND_FACTOR_WRONG");
    const now = new Date();
    const opened = await enrolSignIn("linzhou", first.token, codeAt(secret, now), request, now);
    expect(opened.recoveryCodes).toHaveLength(10);
    const session = await sessionOf(opened.token);
    expect(
      await codeOf(removeSecondFactor(own(session), session, { code: opened.recoveryCodes[0] ?? "" })),
    ).toBe("SECOND_FACTOR_REQUIRED");
    expect((await firstFactor("billing-clerk@linzhou")).next).toBe("code");
  });
});

describe("an administrator", () => {
  it("takes away a lost second factor, which ends the sessions and stands in the trail", async () => {
    const { login, personId, session } = await enrolled();
    const scope = systemScope(world.city.id);
    await resetSecondFactor(scope, { personId });
    expect((await firstFactor(login)).next).toBeNull();
    expect(await showSecondFactor(own(session), session)).toMatchObject({
      since: null,
      recoveryCodesLeft: 0,
    });
    const entries = await withTenant(scope, (tx) => tx.auditEntry.findMany({ where: { nounId: personId } }));
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["add-second-factor", "reset-second-factor"]),
    );
    expect(JSON.stringify(entries)).not.toMatch(/otpauth|secret"/);
  });

  it("cannot do so for somebody of another utility, nor for who works elsewhere, too", async () => {
    const { personId, login } = await enrolled();
    expect(await codeOf(resetSecondFactor(systemScope(world.gas.id), { personId }))).toBe("NOT_FOUND");
    await addMembership(systemScope(world.gas.id), { personId, roles: ["auditor"] });
    expect(await codeOf(resetSecondFactor(systemScope(world.gas.id), { personId }))).toBe(
      "SECOND_FACTOR_SHARED",
    );
    expect(await codeOf(resetSecondFactor(systemScope(world.city.id), { personId }))).toBe(
      "SECOND_FACTOR_SHARED",
    );
    expect((await firstFactor(login)).next).toBe("code");
  });
});
