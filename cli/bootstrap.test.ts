import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

// npm itself takes seconds, and many on a machine that does much else.
vi.setConfig({ testTimeout: 90_000 });

let folder: string;

const LOCK = {
  name: "tiny",
  version: "1.0.0",
  lockfileVersion: 3,
  requires: true,
  packages: {
    "": { name: "tiny", version: "1.0.0", dependencies: { part: "file:part" } },
    part: { version: "1.0.0" },
    "node_modules/part": { resolved: "part", link: true },
  },
};

/** A project of its own, with one package that comes from a folder beside it: no registry is asked. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
  mkdirSync(path.join(folder, "cli"));
  copyFileSync(path.join(import.meta.dirname, "bootstrap.mjs"), path.join(folder, "cli/bootstrap.mjs"));
  mkdirSync(path.join(folder, "part"));
  const { lockfileVersion: _, requires: __, packages, ...tiny } = LOCK;
  const write = (file: string, content: unknown): void =>
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  write("package.json", { ...tiny, dependencies: packages[""].dependencies });
  write("package-lock.json", LOCK);
  write("part/package.json", { name: "part", version: "1.0.0" });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/bootstrap.mjs", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

it("installs once, then hands over with the arguments and passes the exit code on", () => {
  writeFileSync(
    path.join(folder, "cli/show.js"),
    "console.log(process.argv.slice(2).join('+')); process.exitCode = 7;",
  );
  const first = run("run", "cli/show.js", "a", "--b");
  expect(first.output).toContain("✓ packages installed");
  expect(first.output).toContain("a+--b");
  expect(first.status).toBe(7);
  const second = run("run", "cli/show.js");
  expect(second.output).not.toContain("installing");
});

it("installs again when the lock file asks for something else", () => {
  writeFileSync(path.join(folder, "cli/show.js"), "");
  run("run", "cli/show.js");
  const lock = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8"));
  lock.packages["node_modules/absent"] = { version: "1.0.0" };
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify(lock));
  expect(run("run", "cli/show.js").output).toContain("installing packages");
});

it("takes over the lock of an installation that was killed", () => {
  mkdirSync(path.join(folder, ".data"));
  writeFileSync(path.join(folder, ".data/install.lock"), String(2 ** 22 - 1));
  writeFileSync(path.join(folder, "cli/show.js"), "");
  expect(run("run", "cli/show.js").status).toBe(0);
  expect(existsSync(path.join(folder, ".data/install.lock"))).toBe(false);
});

it("tells how it is used, with exit code 1, when it does not know the command", () => {
  const { status, output } = run("stroll");
  expect(status).toBe(1);
  expect(output.trim()).toBe("✗ usage: node cli/bootstrap.mjs start | dev | test | run <file>");
});
