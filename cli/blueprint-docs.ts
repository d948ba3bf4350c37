import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { packFolders, readPackFolder } from "#app/services/blueprint/pack-folder.ts";
import { jsonSchemaOf, pageOf } from "#schema/blueprint/document.ts";
import type { Item } from "#schema/blueprint/item.ts";
import type { ItemKind } from "#schema/blueprint/kind.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { itemText } from "#schema/blueprint/pack.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const FOLDER = path.join(ROOT, "docs/blueprint");

/** File name → text of every generated page of `docs/blueprint/`. */
export async function blueprintDocs(): Promise<ReadonlyMap<string, string>> {
  const examples = await shortest();
  const kinds = Object.values<ItemKind<string, z.ZodType>>(itemKinds as never);
  const rows = kinds.map(
    ({ kind, label, guarded }) =>
      `| [${label.en}](${kind}.md) | ${label["zh-CN"]} | \`${kind}\` | ${guarded ?? ""} |`,
  );
  const index = [
    "# Kinds of blueprint items",
    "",
    "Written by `npm run blueprint-docs` from the schemas; do not edit.",
    "",
    "| kind | | in files | guarded |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
  const files = new Map([["README.md", index]]);
  for (const kind of kinds) {
    const item = examples.get(kind.kind);
    const example = item === undefined ? undefined : { item, text: itemText(item, itemKinds) };
    files.set(`${kind.kind}.md`, pageOf(kind, example));
    files.set(`${kind.kind}.schema.json`, jsonSchemaOf(kind));
  }
  return files;
}

/** The shortest item of each kind that ships: an example that can be read at a glance. */
async function shortest(): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  for (const folder of await packFolders(path.join(ROOT, "tenants"))) {
    for (const item of (await readPackFolder(folder)).pack?.items ?? []) {
      const known = found.get(item.kind);
      if (known === undefined || size(item) < size(known)) found.set(item.kind, item);
    }
  }
  return found;
}

const size = (item: Item): number => itemText(item, itemKinds).length;

/** Writes `docs/blueprint/` anew. */
async function main(): Promise<void> {
  const files = await blueprintDocs();
  await mkdir(FOLDER, { recursive: true });
  for (const name of await readdir(FOLDER)) if (!files.has(name)) await rm(path.join(FOLDER, name));
  for (const [name, text] of files) await writeFile(path.join(FOLDER, name), text);
  process.stdout.write(`${files.size} files written to docs/blueprint/\n`);
}

if (import.meta.main) await main();
