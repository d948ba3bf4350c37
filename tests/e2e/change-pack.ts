import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "./fixtures.ts";
import { manifold } from "./manifold.ts";

/** The pack in force of a utility as files, changed, and applied again. */
export async function change(
  slug: string,
  file: string,
  edit: (text: string) => string,
  ...how: readonly string[]
): Promise<string> {
  const folder = test.info().outputPath(slug);
  const exported = await manifold("tenant", "export", "--tenant", slug, folder);
  expect(exported.err).toBe("");
  const target = path.join(folder, file);
  const before = await readFile(target, "utf8");
  const after = edit(before);
  expect(after, "the edit changes the file").not.toBe(before);
  await writeFile(target, after);
  const applied = await manifold("tenant", "apply", folder, "--json", ...how);
  expect(applied.err).toBe("");
  return applied.out;
}
