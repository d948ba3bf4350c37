import { definePolicy } from "./policy.ts";

/** Tariffs as customers meet them: what they would have paid by another one, on their own use. */
export const tariff = definePolicy({
  compare: { customer: "own" },
  /** Rates a tariff on a chosen customer's use while it is designed. */
  try: { roles: ["tenant-admin", "billing-clerk"] },
});
