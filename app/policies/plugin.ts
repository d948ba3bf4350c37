import { definePolicy, WATCHERS } from "./policy.ts";

/** Plugins of a utility. `install` proposes a grant, which a second person approves; `switch` turns one off or on at once. */
export const plugin = definePolicy({
  read: { roles: ["tenant-admin", ...WATCHERS] },
  install: { roles: ["tenant-admin"] },
  switch: { roles: ["tenant-admin"] },
});
