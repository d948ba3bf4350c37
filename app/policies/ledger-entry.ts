import { definePolicy, WATCHERS } from "./policy.ts";

/** The double-entry ledger. Entries are made by bills and payments only. */
export const ledgerEntry = definePolicy({
  read: { roles: ["tenant-admin", "billing-clerk", ...WATCHERS] },
});
