import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { claim, findInstance } from "./instance.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that claims the folder and stays until it is killed. */
async function otherLauncher(): Promise<{ kill(signal: NodeJS.Signals): Promise<void> }> {
  const module = path.join(import.meta.dirname, "instance.ts");
  const script = `import(${JSON.stringify(module)}).then(({ claim }) => {
    claim(${JSON.stringify(folder)}, "http://localhost:1234");
    process.on("SIGTERM", () => process.exit(0));
    process.stdout.write("claimed");
    setInterval(() => {}, 1000);
  })`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    kill: async (signal) => {
      child.kill(signal);
      await once(child, "exit");
    },
  };
}

it("tells of the launcher that runs on the folder, and where it answers", async () => {
  const other = await otherLauncher();
  try {
    expect(claim(folder, "http://localhost:3000")?.address).toBe("http://localhost:1234");
  } finally {
    await other.kill("SIGKILL");
  }
});

it("takes over what a killed launcher left behind", async () => {
  const other = await otherLauncher();
  await other.kill("SIGKILL");
  expect(existsSync(path.join(folder, "instance.json"))).toBe(true);
  expect(findInstance(folder)).toBeUndefined();
  expect(claim(folder, "http://localhost:3000")).toBeUndefined();
  expect(findInstance(folder)?.launcher.pid).toBe(process.pid);
});

it("leaves nothing behind when it ends by itself", async () => {
  const other = await otherLauncher();
  await other.kill("SIGTERM");
  expect(existsSync(path.join(folder, "instance.json"))).toBe(false);
});

it("takes over a damaged note", () => {
  writeFileSync(path.join(folder, "instance.json"), "{");
  expect(claim(folder, "http://localhost:3000")).toBeUndefined();
  expect(JSON.parse(readFileSync(path.join(folder, "instance.json"), "utf8")).launcher.pid).toBe(process.pid);
});
