import { definePolicy } from "./policy.ts";

/** What a utility asks of those who sign in: second factor, passwords, its own sign-on. */
export const security = definePolicy({
  read: { roles: ["tenant-admin", "auditor"] },
  edit: { roles: ["tenant-admin"] },
});
