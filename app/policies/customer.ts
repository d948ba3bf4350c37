import { definePolicy, OPERATORS, WATCHERS } from "./policy.ts";

export const customer = definePolicy({
  read: {
    roles: [...OPERATORS, ...WATCHERS],
    customer: "own",
    api: true,
  },
  edit: { roles: ["tenant-admin", "service-agent"] },
});
