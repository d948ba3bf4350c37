import { definePolicy, WATCHERS } from "./policy.ts";

export const bill = definePolicy({
  read: {
    roles: ["tenant-admin", "billing-clerk", "service-agent", ...WATCHERS],
    customer: "own",
    api: true,
  },
  run: { roles: ["billing-clerk"] },
  cancel: { roles: ["billing-clerk"] },
});
