import { definePolicy, OPERATORS } from "./policy.ts";

/**
 * Files that were added to forms: photos of homes, signatures, documents. Who works with cases sees them, the auditor too;
 * the tier above does not. Customers add and see their own.
 */
export const attachment = definePolicy({
  read: {
    roles: [...OPERATORS, "auditor"],
    customer: "own",
  },
  add: {
    roles: OPERATORS,
    customer: "own",
  },
});
