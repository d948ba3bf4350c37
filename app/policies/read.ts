import { definePolicy, WATCHERS } from "./policy.ts";

/** Register and interval reads, from intake to usage. */
export const read = definePolicy({
  read: {
    roles: ["tenant-admin", "billing-clerk", "metering-clerk", "service-agent", "field-worker", ...WATCHERS],
    customer: "own",
    api: true,
  },
  ingest: { roles: ["tenant-admin", "metering-clerk"], api: true },
  correct: { roles: ["metering-clerk"] },
  replay: { roles: ["tenant-admin", "metering-clerk"] },
});
