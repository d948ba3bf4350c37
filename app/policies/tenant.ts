import { definePolicy, EVERY_ROLE } from "./policy.ts";

/** The utility itself and the tree beneath it. */
export const tenant = definePolicy({
  read: { roles: EVERY_ROLE, customer: "all" },
  compare: { roles: ["tenant-admin", "auditor", "upper-viewer"] },
});
