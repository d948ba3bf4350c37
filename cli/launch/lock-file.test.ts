import { expect, it } from "vitest";
import lock from "../../package-lock.json" with { type: "json" };

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const packages = lock.packages as Readonly<Record<string, Entry>>;

/** Whether a package is locked where `from` would find it: in its own node_modules or in one further up. */
function isLocked(name: string, from: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
    if (packages[`${at}${at === "" ? "" : "/"}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

// `npm ci` refuses a lock file that leaves one out, and on another platform the program of that platform would be missing.
it("locks the package of every platform, whatever the machine it was written on", () => {
  const missing = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(name, where)),
  );
  expect(missing).toEqual([]);
});

it("names no server to download from, so that it can be installed from any registry", () => {
  expect(Object.values(packages).filter((entry) => "resolved" in entry)).toEqual([]);
});
