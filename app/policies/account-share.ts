import { definePolicy } from "./policy.ts";

/** Who else may act for a customer's account: the owner decides. */
export const accountShare = definePolicy({
  manage: { customer: "own" },
});
