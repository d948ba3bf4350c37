import { TRPCError } from "@trpc/server";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { logger } from "#app/platform/logger.ts";
import { policyActorOf, type Session, scopeOf } from "#app/platform/session.ts";
import { abilityOf } from "#app/policies/ability.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { createCallerFactory, openProcedure, router, signedInProcedure, tenantProcedure } from "./base.ts";
import type { TrpcContext } from "./context.ts";

const TENANT = "0190a000-0000-7000-8000-000000000001";
const common = { id: "s", userId: TENANT, displayName: "P", tenantId: TENANT, readable: [TENANT] };
const clerk: Session = { ...common, kind: "staff", roles: ["billing-clerk"] };
const auditor: Session = { ...common, kind: "staff", roles: ["auditor"] };
const customer: Session = { ...common, kind: "customer", customerId: TENANT, access: "owner" };
const key = (...scopes: string[]): Session => ({ ...common, kind: "api", scopes });

const ran = vi.fn();
// Adding a procedure is adding a row.
const toys = router({
  cancel: tenantProcedure({ action: "cancel", noun: "bill", who: "staff" })
    .input(z.object({ id: z.string().min(3) }))
    .mutation(({ ctx, input }) => ran(ctx.scope.tenantId, input.id)),
  read: tenantProcedure({ action: "read", noun: "bill", who: ["staff", "customer", "api"] }).query(
    () => "bills",
  ),
  own: signedInProcedure({ who: "customer", why: "a test" }).query(({ ctx }) => ctx.session.id),
  open: openProcedure({ why: "a test" }).query(() => {
    throw new Error("password=hunter2 at 10.0.0.7");
  }),
});

function callAs(session: Session | null, locale: "zh-CN" | "en" = "en") {
  const context: TrpcContext = {
    requestId: "r-1",
    locale,
    tenant: { slug: "x", base: "/t/x", timezone: "Asia/Shanghai", currency: "CNY" },
    session,
    scope: session && scopeOf(session, "r-1", undefined),
    ability: abilityOf(policyActorOf(session)),
    request: {
      ip: undefined,
      agent: "",
      origin: "http://x.example",
      token: () => undefined,
      setToken: () => {},
    },
  };
  return createCallerFactory(toys)(context);
}

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error === undefined) return "ok";
  expect(error).toBeInstanceOf(TRPCError);
  expect((error as TRPCError).cause).toBeInstanceOf(ManifoldError);
  return ((error as TRPCError).cause as ManifoldError).code;
};

describe("a procedure inside a tenant", () => {
  it("runs for who has the right, with the scope of the session", async () => {
    expect(await codeOf(callAs(clerk).cancel({ id: "b-1" }))).toBe("ok");
    expect(ran).toHaveBeenCalledWith(TENANT, "b-1");
  });

  it("fails closed before the service runs", async () => {
    ran.mockClear();
    expect(await codeOf(callAs(null).cancel({ id: "b-1" }))).toBe("SIGN_IN_NEEDED");
    expect(await codeOf(callAs(auditor).cancel({ id: "b-1" }))).toBe("FORBIDDEN");
    expect(await codeOf(callAs(customer).cancel({ id: "b-1" }))).toBe("FORBIDDEN");
    expect(await codeOf(callAs(key("cancel:bill", "read:bill")).cancel({ id: "b-1" }))).toBe("FORBIDDEN");
    expect(ran).not.toHaveBeenCalled();
  });

  it("asks for the right before it looks at the input, so that input tells nothing to who has none", async () => {
    expect(await codeOf(callAs(auditor).cancel({ id: 1 } as never))).toBe("FORBIDDEN");
    expect(await codeOf(callAs(clerk).cancel({ id: 1 } as never))).toBe("INPUT_INVALID");
  });

  it("lets an API key do what its scopes say and nothing else", async () => {
    expect(await codeOf(callAs(key("read:bill")).read())).toBe("ok");
    expect(await codeOf(callAs(key("read:customer")).read())).toBe("FORBIDDEN");
    expect(await codeOf(callAs(key()).read())).toBe("FORBIDDEN");
  });

  it("keeps kinds of callers apart where no policy is asked", async () => {
    expect(await codeOf(callAs(customer).own())).toBe("ok");
    expect(await codeOf(callAs(clerk).own())).toBe("FORBIDDEN");
    expect(await codeOf(callAs(null).own())).toBe("SIGN_IN_NEEDED");
  });
});

describe("what is told of an error", () => {
  const faultOf = async (call: Promise<unknown>): Promise<ManifoldError> => {
    const error = (await call.catch((caught: unknown) => caught)) as TRPCError;
    return error.cause as ManifoldError;
  };

  it("input: the path of the fault, in the language of the person", async () => {
    const en = await faultOf(callAs(clerk, "en").cancel({ id: "x" }));
    expect(en).toMatchObject({ status: 400, where: { path: "id" } });
    expect(en.wordsIn("en")).toBe("id is not valid: Too small: expected string to have >=3 characters");
    const zh = await faultOf(callAs(clerk, "zh-CN").cancel({ id: "x" }));
    expect(zh.wordsIn("zh-CN")).toMatch(/^“id”有误：.*[\u4e00-\u9fff]/);
  });

  it("what nobody foresaw: nothing, but the log holds it with the request's number", async () => {
    const log = vi.spyOn(logger, "error").mockImplementation(() => {});
    const fault = await faultOf(callAs(null).open());
    expect(fault.code).toBe("UNEXPECTED");
    expect(JSON.stringify(fault)).not.toContain("hunter2");
    expect(log).toHaveBeenCalledWith(
      expect.objectContaining({
        requestId: "r-1",
        procedure: "open",
        err: expect.objectContaining({ message: expect.stringContaining("hunter2") }),
      }),
      "procedure failed",
    );
    log.mockRestore();
  });
});
