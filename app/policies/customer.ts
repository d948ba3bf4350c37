import { definePolicy, WATCHERS } from "./policy.ts";

export const customer = definePolicy({
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
  edit: { roles: ["tenant-admin", "service-agent"] },
});
