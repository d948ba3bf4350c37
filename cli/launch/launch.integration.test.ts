import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { START_TIMEOUT_MS, TestProduct } from "#tests/product.ts";
import { findInstance } from "./instance.ts";
import { PROCESS_ROLES } from "./roles.ts";

const product = await TestProduct.make();
afterAll(() => product.remove());

function postmaster(): number {
  const file = path.join(product.folder, "postgres/data/postmaster.pid");
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}

/** The processes of the product by their program, as PROCESS_ROLES names them. */
async function roles(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { pid, command } of await product.processes())
    for (const { name, file, args = [] } of PROCESS_ROLES)
      if (new RegExp(`\\bnode\\b.*${file} ?${args.join(" ")}`).test(command)) found.set(name, pid);
  return found;
}

/** Asks for a page again and again until told to stop. An answer is whole or refused, and none says that it is right and is half. */
function keepAsking(): { stop(): Promise<{ whole: number; refused: number; half: number }> } {
  const counts = { whole: 0, refused: 0, half: 0 };
  let asking = true;
  const done = (async () => {
    while (asking) {
      try {
        const answer = await fetch(`http://127.0.0.1:${product.port}/style`);
        const text = await answer.text().catch(() => undefined);
        if (answer.status !== 200 || text === undefined) counts.refused += 1;
        else if (text.includes("</html>") && text.includes("streamController.close()")) counts.whole += 1;
        else counts.half += 1;
      } catch {
        counts.refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  })();
  return {
    stop: async () => {
      asking = false;
      await done;
      return counts;
    },
  };
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

    // Every process of the product is killed at once while pages are asked for: each comes back, and no page is half.
    const before = await roles();
    expect([...before.keys()].sort()).toEqual(PROCESS_ROLES.map(({ name }) => name).sort());
    const asking = keepAsking();
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const pid of before.values()) process.kill(pid, "SIGKILL");
    await vi.waitFor(
      async () => {
        const now = await roles();
        for (const [name, pid] of before) {
          expect(now.get(name), name).toBeDefined();
          expect(now.get(name), name).not.toBe(pid);
        }
        expect(await product.readiness()).toBe(200);
      },
      { timeout: 60_000, interval: 200 },
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    const answers = await asking.stop();
    expect(answers).toMatchObject({ half: 0 });
    expect(answers.whole).toBeGreaterThan(1);
    expect(answers.refused).toBeGreaterThan(0);

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
