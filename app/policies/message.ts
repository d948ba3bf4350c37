import { definePolicy, WATCHERS } from "./policy.ts";

/** Messages to people: who sees the outbox, who sends again; each customer has an inbox and wishes of their own. */
export const message = definePolicy({
  read: { roles: ["tenant-admin", "service-agent", ...WATCHERS] },
  retry: { roles: ["tenant-admin", "service-agent"] },
  /** The own inbox and how one wants to be told. */
  receive: { customer: "own" },
});
