import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PROJECT_ROOT } from "./data-folder.ts";
import { LaunchFailure } from "./failure.ts";
import { markOf } from "./processes.ts";
import { RoleLog } from "./role-log.ts";
import type { ProcessRole } from "./roles.ts";
import { LEASH } from "./run.ts";
import { Supervisor } from "./supervisor.ts";

const web: ProcessRole = {
  name: "web",
  file: "tests/fixtures/role.mjs",
  nodeFlags: [],
  trusted: true,
  restartOn: [],
};
const sandbox: ProcessRole = { ...web, name: "sandbox", trusted: false };

/** For a machine that does much else. */
const WITHIN_MS = 15_000;

let folder: string;
let said: string[];
let supervisor: Supervisor | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
  said = [];
});
afterEach(async () => {
  await supervisor?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function supervise(behaviour = ""): Supervisor {
  const say = (line: string): void => void said.push(line);
  supervisor = new Supervisor({
    plainEnvironment: { PATH: process.env.PATH ?? "", ROLE_BEHAVIOUR: behaviour },
    secretEnvironment: { ROLE_SECRET: "xyzzy" },
    log: new RoleLog(folder, "warn", say),
    say,
  });
  return supervisor;
}

it("waits until a role can serve, and stops it", async () => {
  const running = supervise();
  await running.start(web);
  const pid = running.pidOf("web");
  expect(markOf(pid!)).toBeDefined();
  await running.stop();
  expect(markOf(pid!)).toBeUndefined();
});

it("tells why a role could not start, by its own last words", async () => {
  const failure = await supervise("refuse")
    .start(web)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LaunchFailure);
  expect((failure as Error).message).toBe("the port of this role is in use");
});

it("starts a role again that was killed", async () => {
  const running = supervise();
  await running.start(web);
  const first = running.pidOf("web")!;
  process.kill(first, "SIGKILL");
  await vi.waitFor(() => expect(running.pidOf("web")).not.toBe(first), WITHIN_MS);
  expect(markOf(running.pidOf("web")!)).toBeDefined();
  expect(said.join("\n")).toMatch(/web ended \(SIGKILL\), starts again in 0\.5 s/);
});

it("starts a role again at once when its code has changed", async () => {
  const running = supervise();
  await running.start(web);
  const first = running.pidOf("web")!;
  running.restart("web");
  await vi.waitFor(() => expect(running.pidOf("web")).not.toBe(first), WITHIN_MS);
  expect(said).toContain("! web starts again");
});

it("starts nothing again once it stops", async () => {
  const running = supervise();
  await running.start(web);
  const pid = running.pidOf("web")!;
  process.kill(pid, "SIGKILL");
  await running.stop();
  await sleep(800);
  expect(running.pidOf("web")).toBeUndefined();
});

it("gives secrets to trusted roles only, and writes what they say to their logs", async () => {
  const running = supervise();
  await running.start(web);
  await running.start(sandbox);
  await running.stop();
  await vi.waitFor(() => {
    expect(readFileSync(path.join(folder, "web.log"), "utf8")).toContain("secret: xyzzy");
    expect(readFileSync(path.join(folder, "sandbox.log"), "utf8")).toContain("secret: none");
  });
  expect(said).toContain("sandbox    │ warn secret: none");
});

it("ends a role whose launcher was killed", async () => {
  const role = path.join(PROJECT_ROOT, web.file);
  const script = `
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, ["--import", ${JSON.stringify(LEASH)}, ${JSON.stringify(role)}],
      { stdio: ["ignore", "ignore", "ignore", "ipc"], detached: true });
    child.on("message", () => process.stdout.write(String(child.pid)));`;
  const launcher = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [text] = (await once(launcher.stdout, "data")) as [Buffer];
  const pid = Number(text.toString());
  expect(markOf(pid)).toBeDefined();
  launcher.kill("SIGKILL");
  await vi.waitFor(() => expect(markOf(pid)).toBeUndefined(), WITHIN_MS);
});
