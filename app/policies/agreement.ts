import { definePolicy, WATCHERS } from "./policy.ts";

export const agreement = definePolicy({
  read: {
    roles: ["tenant-admin", "billing-clerk", "metering-clerk", "service-agent", ...WATCHERS],
    customer: "own",
    api: true,
  },
  edit: { roles: ["tenant-admin", "billing-clerk"] },
});
