import { definePolicy, WATCHERS } from "./policy.ts";

/** What a utility configures: drafts, releases, items. */
export const blueprint = definePolicy({
  read: { roles: ["tenant-admin", "billing-clerk", ...WATCHERS] },
  edit: { roles: ["tenant-admin"] },
  /** The second person for what concerns money or safety: never one who worked on it. */
  approve: { roles: ["tenant-admin"] },
  publish: { roles: ["tenant-admin"] },
});
