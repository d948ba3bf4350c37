import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { secrets } from "./data-folder.ts";
import { LaunchFailure } from "./failure.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("makes secrets once, readable by their owner only", () => {
  const made = secrets(folder);
  expect(statSync(path.join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(secrets(folder)).toEqual(made);
  expect(made.secret).not.toBe(made.postgresPassword);
});

it("makes others for another machine", () => {
  const first = secrets(folder);
  rmSync(path.join(folder, "secrets.json"));
  expect(secrets(folder).secret).not.toBe(first.secret);
});

it("refuses a damaged file instead of locking the old database with new secrets", () => {
  const file = path.join(folder, "secrets.json");
  writeFileSync(file, '{"secret": "cut of');
  expect(() => secrets(folder)).toThrow(LaunchFailure);
  expect(readFileSync(file, "utf8")).toBe('{"secret": "cut of');
});
