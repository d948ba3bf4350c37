import path from "node:path";
import { loadPack } from "#app/services/blueprint/load-pack.ts";
import { readPackFolder } from "#app/services/blueprint/pack-folder.ts";

/** Puts packs of the project in force for utilities of a test, upper tiers first: what they configure is then the real thing. */
export async function loadPacks(...slugs: readonly string[]): Promise<void> {
  for (const slug of slugs) {
    const { pack, faults } = await readPackFolder(path.resolve("tenants", slug));
    if (pack === undefined) throw new Error(faults.map(({ message }) => message).join("; "));
    await loadPack(pack, { now: new Date() });
  }
}
