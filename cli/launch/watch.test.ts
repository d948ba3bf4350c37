import { existsSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { PROJECT_ROOT } from "./data-folder.ts";
import { PROCESS_ROLES } from "./roles.ts";
import { rolesThatRun } from "./watch.ts";

it.each([
  ["app/services/bill/run-bills.ts", ["worker", "bulk", "web"]],
  ["engines/billing/rate.ts", ["worker", "bulk", "web"]],
  ["app/web/server.ts", ["web"]],
  ["sandbox/host/server.ts", ["sandbox"]],
  ["app/routes/portal/home.tsx", []],
  ["engines/billing/rate.test.ts", []],
  ["app/services/bill/.run-bills.ts.swp", []],
])("a change of %s starts again: %j", (file, roles) => {
  expect(rolesThatRun(file)).toEqual(roles);
});

it("names programs and folders that are there", () => {
  for (const { file, restartOn } of PROCESS_ROLES) {
    for (const part of [file, ...restartOn])
      expect(existsSync(path.join(PROJECT_ROOT, part)), part).toBe(true);
  }
});
