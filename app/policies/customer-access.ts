/** What a person may do with a customer's account, from the least to the most; each holds what stands before it. */
export const CUSTOMER_ACCESS = ["viewer", "payer", "owner"] as const;
export type CustomerAccess = (typeof CUSTOMER_ACCESS)[number];

/** Whether who has `access` has at least `needed`. */
export const hasAccess = (access: CustomerAccess, needed: CustomerAccess): boolean =>
  CUSTOMER_ACCESS.indexOf(access) >= CUSTOMER_ACCESS.indexOf(needed);
