import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashOf, unlessStamped } from "./stamp.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
  writeFileSync(path.join(folder, "a.txt"), "one");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("changes with the content, the name and the number of files, and with nothing else", () => {
  const before = hashOf(["*.txt"], [], folder);
  writeFileSync(path.join(folder, "other.md"), "not an input");
  expect(hashOf(["*.txt"], [], folder)).toBe(before);

  const seen = new Set([before]);
  writeFileSync(path.join(folder, "a.txt"), "two");
  seen.add(hashOf(["*.txt"], [], folder));
  renameSync(path.join(folder, "a.txt"), path.join(folder, "b.txt"));
  seen.add(hashOf(["*.txt"], [], folder));
  writeFileSync(path.join(folder, "c.txt"), "");
  seen.add(hashOf(["*.txt"], [], folder));
  seen.add(hashOf(["*.txt"], ["7.10.0"], folder));
  expect(seen.size).toBe(5);
});

it("makes what is stale once, and again after it failed", async () => {
  const stamp = path.join(folder, "made/.stamp");
  let made = 0;
  const make = async (): Promise<void> => {
    made++;
    if (made === 1) throw new Error("broken off");
  };
  await expect(unlessStamped(stamp, "x", make)).rejects.toThrow("broken off");
  expect(await unlessStamped(stamp, "x", make)).toBe(true);
  expect(await unlessStamped(stamp, "x", make)).toBe(false);
  expect(await unlessStamped(stamp, "y", make)).toBe(true);
  expect(made).toBe(3);
});
