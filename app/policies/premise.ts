import { definePolicy, OPERATORS, WATCHERS } from "./policy.ts";

/** Premises, service points and the meters that hang there: where, and by which equipment. */
export const premise = definePolicy({
  read: {
    roles: [...OPERATORS, ...WATCHERS],
    customer: "own",
    api: true,
  },
  edit: { roles: ["tenant-admin", "metering-clerk"] },
});
