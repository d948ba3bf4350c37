import path from "node:path";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { type Inheritance, inherit } from "#schema/blueprint/inherit.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { Pack } from "#schema/blueprint/pack.ts";
import { releaseErrors } from "./errors.ts";
import { packFolders, readPackFolder } from "./pack-folder.ts";

const fail = errorsOf(releaseErrors);

/**
 * The effective blueprint of a pack from files alone: with the packs of its upper tiers, looked for in the folders beside
 * it. Nothing is written anywhere.
 */
export async function effectiveOfFolder(folder: string, pack: Pack): Promise<Inheritance> {
  const { parent } = pack.tenant;
  if (parent === undefined) return inherit([], pack.items, itemKinds);
  const beside = path.dirname(path.resolve(folder));
  const faults: ManifoldError[] = [];
  for (const other of await packFolders(beside)) {
    const upper = (await readPackFolder(other)).pack;
    if (upper?.tenant.slug !== parent) continue;
    const above = await effectiveOfFolder(other, upper);
    const own = inherit(above.items, pack.items, itemKinds);
    return { items: own.items, faults: [...above.faults, ...own.faults] };
  }
  faults.push(fail("PARENT_UNKNOWN", { parent }, { file: "tenant.yaml", path: "/parent" }));
  return { items: [], faults };
}
