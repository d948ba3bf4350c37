import type { CustomerAccess } from "./customer-access.ts";

/** Those who do the utility's work, at a desk and outside. */
export const OPERATORS = [
  "tenant-admin",
  "billing-clerk",
  "metering-clerk",
  "service-agent",
  "dispatcher",
  "field-worker",
] as const;
/** Those who look at everything and change nothing. */
export const WATCHERS = ["auditor", "upper-viewer"] as const;

/** The roles that a member of staff may have in a utility. A person may have several. */
export const STAFF_ROLES = [...OPERATORS, ...WATCHERS] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/**
 * Who may do one action on one noun.
 * - `roles`: members of staff with any of them;
 * - `customer`: customers of the portal, `own` only with what is theirs (the portal's database role holds the same
 *   beneath, as row-level floor);
 * - `api`: may be put into the scopes of an API key.
 */
export interface Grant {
  readonly roles?: readonly StaffRole[];
  readonly customer?: "own" | "all";
  /** What a person needs of the customer's account; left out: `viewer` to read, `owner` for everything else. */
  readonly customerAccess?: CustomerAccess;
  readonly api?: true;
}

/** One noun's policy: action → who. What is not named is allowed to nobody. */
export function definePolicy<const Policy extends Readonly<Record<string, Grant>>>(policy: Policy): Policy {
  return policy;
}

/** Everyone who works inside the utility. */
export const EVERY_ROLE: readonly StaffRole[] = STAFF_ROLES;
