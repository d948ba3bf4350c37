import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { START_TIMEOUT_MS, TestProduct } from "#tests/product.ts";
import { findInstance } from "./instance.ts";

const product = await TestProduct.make();
afterAll(() => product.remove());

function postmaster(): number {
  const file = path.join(product.folder, "postgres/data/postmaster.pid");
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}

describe("npm start", { timeout: 3 * START_TIMEOUT_MS }, () => {
  it("serves, is recognised by a second start, survives kills, and leaves nothing behind", async () => {
    await product.start();
    expect(await product.readiness()).toBe(200);

    const second = product.run();
    expect(await second.ended).toBe(0);
    expect(second.output()).toContain(`Manifold already runs at http://localhost:${product.port}`);

    // The server of the database is killed: it comes back, and so do the pages that need it.
    const server = postmaster();
    process.kill(server, "SIGKILL");
    await vi.waitFor(() => expect(postmaster()).not.toBe(server), 60_000);
    await vi.waitFor(async () => expect(await product.readiness()).toBe(200), 60_000);

    // The launcher is killed and cannot tell anybody: everything ends nevertheless.
    process.kill(findInstance(product.folder)!.launcher.pid, "SIGKILL");
    await vi.waitFor(async () => expect(await product.processes()).toEqual([]), 60_000);

    const again = await product.start();
    expect(await product.readiness()).toBe(200);
    expect(again.output()).toContain("migrations: up to date");

    expect(await again.kill("SIGINT")).toBe(0);
    expect(again.output()).toContain("stopped");
    expect(await product.processes()).toEqual([]);
  });

  it("says in one line that the port is in use, and ends with 1", async () => {
    const taken = createServer().listen(product.port);
    await once(taken, "listening");
    try {
      const refused = product.run();
      expect(await refused.ended).toBe(1);
      expect(refused.output().trim()).toMatch(
        new RegExp(`^✗ Port ${product.port} is in use by another program\\..*npm start$`),
      );
    } finally {
      taken.close();
    }
  });

  it("says in one line what is wrong with the configuration, never its value", async () => {
    const refused = product.run({ MANIFOLD_SECRET: "too-short", LOG_LEVEL: "loud" });
    expect(await refused.ended).toBe(1);
    const line = refused.output().trim().split("\n").at(-1);
    expect(line).toMatch(
      /^✗ The configuration cannot be used\..*MANIFOLD_SECRET: must have at least 32 characters; LOG_LEVEL: must be one of/,
    );
    expect(refused.output()).not.toContain("too-short");
    expect(await product.processes()).toEqual([]);
  });
});
