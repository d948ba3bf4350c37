import type { CustomerAccess } from "./customer-access.ts";

/** The roles that a member of staff may have in a utility. A person may have several. */
export const STAFF_ROLES = [
  "tenant-admin",
  "billing-clerk",
  "metering-clerk",
  "service-agent",
  "dispatcher",
  "field-worker",
  "auditor",
  "upper-viewer",
] as const;
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
/** Those who do the utility's work, at a desk and outside. */
export const OPERATORS: readonly StaffRole[] = [
  "tenant-admin",
  "billing-clerk",
  "metering-clerk",
  "service-agent",
  "dispatcher",
  "field-worker",
];
/** Those who look at everything and change nothing. */
export const WATCHERS: readonly StaffRole[] = ["auditor", "upper-viewer"];
