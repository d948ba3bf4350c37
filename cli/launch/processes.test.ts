import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { commandLineOf, lives, markOf } from "./processes.ts";

it("knows a living process by its number and its start", () => {
  const mark = markOf(process.pid);
  expect(mark).toBeDefined();
  expect(lives(mark!)).toBe(true);
});

it("does not take a later process of the same number for the earlier one", () => {
  expect(lives({ pid: process.pid, startedAt: "another moment" })).toBe(false);
});

it("sees that a process has ended", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "marked"]);
  await once(child, "spawn");
  const mark = markOf(child.pid!);
  expect(mark).toBeDefined();
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(lives(mark!)).toBe(false);
  expect(markOf(child.pid!)).toBeUndefined();
});

it("reads the command line of a process", () => {
  expect(commandLineOf(process.pid)).toContain("node");
  expect(commandLineOf(2 ** 30)).toBe("");
});
