import { definePolicy, WATCHERS } from "./policy.ts";

/** A draft tariff rated beside the one in force: what it would bring, for whom. */
export const shadowRun = definePolicy({
  read: { roles: ["tenant-admin", "billing-clerk", ...WATCHERS] },
  run: { roles: ["tenant-admin", "billing-clerk"] },
});
