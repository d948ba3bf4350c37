import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { type PackFiles, type PackReading, readPack } from "#schema/blueprint/pack.ts";

/** The files of a pack's folder: path with `/`, relative to the folder → text. Files that begin with a dot are passed over. */
export async function filesOfFolder(folder: string): Promise<PackFiles> {
  const files = new Map<string, string>();
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const relative = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(relative);
      else files.set(relative, await readFile(path.join(folder, relative), "utf8"));
    }
  };
  await walk("");
  return files;
}

/** Reads and checks the pack in a folder. */
export async function readPackFolder(folder: string): Promise<PackReading> {
  return readPack(await filesOfFolder(folder), itemKinds);
}

/** Writes the files of a pack and takes away item files that it no longer has; other files stay. */
export async function writePackFolder(folder: string, files: PackFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  const isItem = (file: string): boolean => /^[^/]+\/[^/]+\.yaml$/.test(file);
  for (const file of (await filesOfFolder(folder)).keys()) {
    if (isItem(file) && !files.has(file)) await rm(path.join(folder, file));
  }
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
}

/** The folders of packs below a folder (`tenants/`), upper tiers before the tiers that stand on them. */
export async function packFolders(tenants: string): Promise<string[]> {
  const entries = await readdir(tenants, { withFileTypes: true });
  const found: { folder: string; slug: string; parent: string | undefined }[] = [];
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const folder = path.join(tenants, entry.name);
    if (!(await filesOfFolder(folder)).has("tenant.yaml")) continue;
    const { pack } = await readPackFolder(folder);
    found.push({ folder, slug: pack?.tenant.slug ?? entry.name, parent: pack?.tenant.parent });
  }
  found.sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const ordered: typeof found = [];
  const place = (each: (typeof found)[number], depth = 0): void => {
    if (ordered.includes(each) || depth > found.length) return;
    const above = found.find(({ slug }) => slug === each.parent);
    if (above) place(above, depth + 1);
    ordered.push(each);
  };
  for (const each of found) place(each);
  return ordered.map(({ folder }) => folder);
}
