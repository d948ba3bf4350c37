import { definePolicy } from "./policy.ts";

export const apiKey = definePolicy({
  read: { roles: ["tenant-admin", "auditor"] },
  create: { roles: ["tenant-admin"] },
  revoke: { roles: ["tenant-admin"] },
});
