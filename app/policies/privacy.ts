import { definePolicy } from "./policy.ts";

/**
 * Customers' personal data (GB/T 35273): `read` shows names, telephones, e-mail and addresses as they are to those who serve
 * customers; everybody else sees them masked, and some may have one customer's shown for a reason.
 */
export const personalData = definePolicy({
  read: { roles: ["service-agent", "billing-clerk", "dispatcher", "field-worker"], api: true },
  reveal: { roles: ["tenant-admin", "metering-clerk"] },
});

/** Who was shown personal data; what customers have agreed to, which they say themselves. */
export const privacy = definePolicy({
  read: { roles: ["tenant-admin", "auditor"] },
  consent: { customer: "own" },
});
