import { definePolicy, WATCHERS } from "./policy.ts";

export const payment = definePolicy({
  read: {
    roles: ["tenant-admin", "billing-clerk", "service-agent", ...WATCHERS],
    customer: "own",
    api: true,
  },
  start: { customer: "own", customerAccess: "payer" },
  record: { roles: ["billing-clerk"] },
});
