import { describe, expect, it } from "vitest";
import { abilityOf, asSubject, permissionsOf } from "./ability.ts";
import type { CustomerAccess } from "./customer-access.ts";
import { API_SCOPES, permissions } from "./index.ts";
import { STAFF_ROLES } from "./policy.ts";

describe("abilities", () => {
  it("give a guest nothing", () => {
    expect(permissionsOf(abilityOf({ kind: "guest" }))).toEqual([]);
  });

  it("give staff what any of their roles gives, and nothing more", () => {
    for (const role of STAFF_ROLES) {
      const expected = [...permissions]
        .filter(([, grant]) => grant.roles?.includes(role))
        .map(([name]) => name);
      expect(permissionsOf(abilityOf({ kind: "staff", roles: [role] }))).toEqual(expected);
    }
    const both = abilityOf({ kind: "staff", roles: ["auditor", "metering-clerk"] });
    expect(both.can("correct", "read")).toBe(true);
    expect(both.can("read", "auditEntry")).toBe(true);
    expect(both.can("run", "bill")).toBe(false);
  });

  it("let auditors and upper tiers change nothing", () => {
    const reading = /^(read|export|compare):/;
    for (const role of ["auditor", "upper-viewer"] as const)
      for (const permission of permissionsOf(abilityOf({ kind: "staff", roles: [role] })))
        expect(permission).toMatch(reading);
  });

  it("give a customer what is their own", () => {
    const mine = abilityOf({ kind: "customer", customerId: "c1", access: "owner" });
    expect(mine.can("read", asSubject("bill", { customerId: "c1" }))).toBe(true);
    expect(mine.can("read", asSubject("bill", { customerId: "c2" }))).toBe(false);
    expect(mine.can("cancel", "bill")).toBe(false);
    expect(mine.can("read", "auditEntry")).toBe(false);
  });

  it("give a person on a shared account what their right gives, and owners alone what is not said", () => {
    const of = (access: CustomerAccess) =>
      permissionsOf(abilityOf({ kind: "customer", customerId: "c1", access }));
    const [viewer, payer, owner] = [of("viewer"), of("payer"), of("owner")];
    expect(viewer).toContain("read:bill");
    for (const permission of viewer) expect(permission).toMatch(/^read:/);
    expect(payer.filter((permission) => !viewer.includes(permission))).toEqual(["start:payment"]);
    expect(owner).toEqual(expect.arrayContaining([...payer, "manage:accountShare"]));
  });

  it("give an API key its scopes, but never what no key may have", () => {
    const all = abilityOf({ kind: "api", scopes: [...permissions.keys()] });
    expect(permissionsOf(all)).toEqual(API_SCOPES);
    expect(all.can("manage", "member")).toBe(false);
    expect(permissionsOf(abilityOf({ kind: "api", scopes: ["read:bill", "nonsense"] }))).toEqual([
      "read:bill",
    ]);
  });

  it("leave no action that nobody may do", () => {
    for (const [permission, grant] of permissions)
      expect([
        permission,
        (grant.roles?.length ?? 0) > 0 || grant.customer !== undefined || grant.api === true,
      ]).toEqual([permission, true]);
  });
});
