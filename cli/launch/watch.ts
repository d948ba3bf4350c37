import { watch } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "./data-folder.ts";
import { PROCESS_ROLES, type ProcessRole } from "./roles.ts";
import type { Supervisor } from "./supervisor.ts";

/** Editors write a file in several steps, and a change of branch many files: one restart for all of them. */
const SETTLE_MS = 300;

/** While developing: starts a role again when code that it runs has changed. (`node --watch` would follow Vite's temporary files.) */
export function restartOnChange(supervisor: Supervisor): void {
  const stale = new Set<ProcessRole["name"]>();
  let timer: NodeJS.Timeout | undefined;
  for (const folder of ["app", "engines", "plugins", "sandbox", "schema"]) {
    watch(path.join(PROJECT_ROOT, folder), { recursive: true }, (_event, name) => {
      if (name === null) return;
      for (const role of rolesThatRun(path.join(folder, name))) stale.add(role);
      if (stale.size === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const role of stale) supervisor.restart(role);
        stale.clear();
      }, SETTLE_MS);
    }).unref();
  }
}

/** The roles to be started again for a change of this file (path from the root of the project). */
export function rolesThatRun(file: string): readonly ProcessRole["name"][] {
  if (!/\.(ts|json|sql)$/.test(file) || /\.(test|spec)\.ts$/.test(file)) return [];
  return PROCESS_ROLES.filter(({ restartOn }) => restartOn.some((part) => file.startsWith(part))).map(
    ({ name }) => name,
  );
}
