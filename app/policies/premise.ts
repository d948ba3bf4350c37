import { definePolicy, WATCHERS } from "./policy.ts";

/** Premises, service points and the meters that hang there: where, and by which equipment. */
export const premise = definePolicy({
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
  edit: { roles: ["tenant-admin", "metering-clerk"] },
});
