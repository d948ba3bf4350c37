import { definePolicy, EVERY_ROLE } from "./policy.ts";

/** Figures of the utility, and for an upper tier of those below it. They name nobody. */
export const kpi = definePolicy({
  read: { roles: EVERY_ROLE },
  /** Asks a KPI of live data while it is designed. */
  try: { roles: ["tenant-admin"] },
});
