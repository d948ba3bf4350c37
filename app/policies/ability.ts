import { createMongoAbility, type MongoAbility, subject } from "@casl/ability";
import { type CustomerAccess, hasAccess } from "./customer-access.ts";
import { type Noun, type Permission, permissions } from "./index.ts";
import type { Grant, StaffRole } from "./policy.ts";

/** Of whom an ability is made. Nobody (`guest`) may do nothing. */
export type PolicyActor =
  | { readonly kind: "guest" }
  | { readonly kind: "staff"; readonly roles: readonly StaffRole[] }
  | { readonly kind: "customer"; readonly customerId: string; readonly access: CustomerAccess }
  | { readonly kind: "api"; readonly scopes: readonly string[] };

export type Ability = MongoAbility<[string, Noun | { readonly customerId?: string }]>;

/**
 * What an actor may do. `ability.can("read", "bill")` asks whether at all; `ability.can("read", asSubject("bill", row))`
 * asks about one row, which for customers must be their own.
 */
export function abilityOf(actor: PolicyActor): Ability {
  const rules = [...permissions].flatMap(([permission, grant]) => {
    const allowed = grantTo(actor, permission, grant);
    if (allowed === false) return [];
    const [action, noun] = permission.split(":") as [string, Noun];
    const rule = { action, subject: noun };
    return allowed === true ? [rule] : [{ ...rule, conditions: allowed }];
  });
  return createMongoAbility<Ability>(rules as never);
}

/** The permissions of an ability as a flat list: what menus of the browser are given. Conditions stay on the server. */
export function permissionsOf(ability: Ability): Permission[] {
  return [...permissions.keys()].filter((permission) => {
    const [action, noun] = permission.split(":") as [string, Noun];
    return ability.can(action, noun);
  });
}

/** Marks a row as an instance of a noun, so that conditions can be asked of it. */
export function asSubject<Row extends { customerId?: string }>(noun: Noun, row: Row): Row {
  return subject(noun, { ...row });
}

/** What a person needs of a customer's account to do this with it. What is not said otherwise is for owners, but to look. */
export function accessNeeded(permission: Permission, grant: Grant): CustomerAccess {
  return grant.customerAccess ?? (permission.startsWith("read:") ? "viewer" : "owner");
}

function grantTo(actor: PolicyActor, permission: Permission, grant: Grant): boolean | { customerId: string } {
  switch (actor.kind) {
    case "staff":
      return grant.roles?.some((role) => actor.roles.includes(role)) ?? false;
    case "customer":
      if (grant.customer === undefined || !hasAccess(actor.access, accessNeeded(permission, grant)))
        return false;
      if (grant.customer === "own") return { customerId: actor.customerId };
      return true;
    case "api":
      return grant.api === true && actor.scopes.includes(permission);
    case "guest":
      return false;
  }
}
