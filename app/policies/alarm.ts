import { definePolicy, WATCHERS } from "./policy.ts";

/** Alarms: who sees them, who answers for them, who may have a device told something. */
export const alarm = definePolicy({
  read: {
    roles: ["tenant-admin", "metering-clerk", "service-agent", "dispatcher", "field-worker", ...WATCHERS],
    customer: "own",
    api: true,
  },
  acknowledge: { roles: ["tenant-admin", "dispatcher", "service-agent"] },
  /** Take it off the list for a time, or out of service: somebody answers for what is not seen meanwhile. */
  shelve: { roles: ["tenant-admin", "dispatcher"] },
  reset: { roles: ["tenant-admin", "dispatcher", "field-worker"] },
  command: { roles: ["tenant-admin", "dispatcher"] },
  tryOut: { roles: ["tenant-admin"] },
});
