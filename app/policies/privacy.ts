import { definePolicy } from "./policy.ts";

/**
 * Customers' personal data (GB/T 35273): `read` shows names, telephones, e-mail and addresses as they are to those who serve
 * customers; everybody else sees them masked, and some may have one customer's shown for a reason.
 */
export const personalData = definePolicy({
  read: { roles: ["service-agent", "billing-clerk", "dispatcher", "field-worker"], api: true },
  reveal: { roles: ["tenant-admin", "metering-clerk"] },
});

/**
 * Who was shown personal data, what is stored about a person, what they have agreed to and asked for. `export` gives one
 * person's data as a file; `erase` proposes and decides an erasure, which takes two people. Customers act for themselves.
 */
export const privacy = definePolicy({
  read: { roles: ["tenant-admin", "auditor"], customer: "own", customerAccess: "owner" },
  export: { roles: ["tenant-admin"], customer: "own", customerAccess: "owner" },
  erase: { roles: ["tenant-admin"] },
  consent: { customer: "own" },
  askErasure: { customer: "own" },
});
