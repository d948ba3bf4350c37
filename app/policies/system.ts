import { definePolicy } from "./policy.ts";

/** The state of processes, queues and connectors. `simulate` drives the simulators of a demo. */
export const system = definePolicy({
  read: { roles: ["tenant-admin", "auditor"] },
  simulate: { roles: ["tenant-admin"] },
});
