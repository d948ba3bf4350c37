import { definePolicy, WATCHERS } from "./policy.ts";

/**
 * Cases of services (work orders). `work`: take a task of one's role and submit it; `dispatch`: give tasks to people, raise
 * the priority, hold and resume; `comment`, `rate`, `reopen`: a customer only on what is theirs.
 */
export const serviceCase = definePolicy({
  read: {
    roles: [
      "tenant-admin",
      "billing-clerk",
      "metering-clerk",
      "service-agent",
      "dispatcher",
      "field-worker",
      ...WATCHERS,
    ],
    customer: "own",
    api: true,
  },
  open: {
    roles: ["tenant-admin", "service-agent", "dispatcher", "metering-clerk", "field-worker"],
    customer: "own",
    api: true,
  },
  work: {
    roles: ["tenant-admin", "billing-clerk", "metering-clerk", "service-agent", "dispatcher", "field-worker"],
  },
  dispatch: { roles: ["tenant-admin", "dispatcher", "service-agent"] },
  cancel: { roles: ["tenant-admin", "dispatcher", "service-agent"] },
  comment: {
    roles: ["tenant-admin", "billing-clerk", "metering-clerk", "service-agent", "dispatcher", "field-worker"],
    customer: "own",
  },
  reopen: { roles: ["tenant-admin", "dispatcher", "service-agent"], customer: "own" },
  rate: { customer: "own" },
});
