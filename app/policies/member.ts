import { definePolicy } from "./policy.ts";

/** The people of a utility and their roles in it. */
export const member = definePolicy({
  read: { roles: ["tenant-admin", "auditor"] },
  manage: { roles: ["tenant-admin"] },
});
