import { definePolicy } from "./policy.ts";

/** The trail of who did what. Nobody may change it, so there is no action for it. */
export const auditEntry = definePolicy({
  read: { roles: ["tenant-admin", "auditor"] },
  export: { roles: ["tenant-admin", "auditor"] },
});
