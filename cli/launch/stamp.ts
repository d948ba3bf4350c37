import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "./data-folder.ts";

/**
 * A hash over the contents and names of files: what was made from them is stale when the hash differs.
 * @param patterns globs from the root of the project
 * @param also further inputs, such as versions of the tools
 */
export function hashOf(
  patterns: readonly string[],
  also: readonly string[] = [],
  root = PROJECT_ROOT,
): string {
  const hash = createHash("sha256");
  for (const text of also) hash.update(text).update("\0");
  const files = globSync([...patterns], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of [...new Set(files)].sort()) {
    hash.update(path.relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Runs `make` unless `file` already holds this stamp; writes the stamp after it succeeded. Tells whether it ran. */
export async function unlessStamped(
  file: string,
  stamp: string,
  make: () => Promise<void>,
): Promise<boolean> {
  if (readIfThere(file) === stamp) return false;
  await make();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, stamp);
  return true;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
