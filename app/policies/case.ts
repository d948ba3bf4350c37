import { definePolicy, OPERATORS, WATCHERS } from "./policy.ts";

/**
 * Cases of services (work orders). `work`: take a task of one's role and submit it; `dispatch`: give tasks to people, raise
 * the priority, hold and resume; `comment`, `rate`, `reopen`: a customer only on what is theirs.
 */
export const serviceCase = definePolicy({
  read: {
    roles: [...OPERATORS, ...WATCHERS],
    customer: "own",
    api: true,
  },
  open: {
    roles: ["tenant-admin", "service-agent", "dispatcher", "metering-clerk", "field-worker"],
    customer: "own",
    api: true,
  },
  work: {
    roles: OPERATORS,
  },
  dispatch: { roles: ["tenant-admin", "dispatcher", "service-agent"] },
  cancel: { roles: ["tenant-admin", "dispatcher", "service-agent"] },
  comment: {
    roles: OPERATORS,
    customer: "own",
  },
  reopen: { roles: ["tenant-admin", "dispatcher", "service-agent"], customer: "own" },
  rate: { customer: "own" },
});
