import { afterAll, expect, it, vi } from "vitest";
import { TestProduct } from "#tests/product.ts";
import { findInstance } from "./instance.ts";

// Any process, at any moment, as the kernel's own killer would do it. KILLS: how often (default 40); KILL_SEED: which.
const KILLS = Number(process.env.KILLS || 40);
const SEED = Number(process.env.KILL_SEED || Date.now() % 1_000_000);
const RECOVERY_MS = 60_000;

const product = await TestProduct.make();
afterAll(() => product.remove());

/** mulberry32: the same choices for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

it(`serves again after each of ${KILLS} kills of any process (seed ${SEED})`, async () => {
  const random = randomOf(SEED);
  let run = await product.start();
  for (let kill = 0; kill < KILLS; kill++) {
    const processes = await product.processes();
    const victim = processes[Math.floor(random() * processes.length)]!;
    try {
      process.kill(victim.pid, "SIGKILL");
    } catch {
      continue; // It had ended by itself meanwhile, such as a process of a finished query.
    }
    await new Promise((resolve) => setTimeout(resolve, random() * 3_000));
    if (findInstance(product.folder) === undefined) {
      await run.ended;
      run = await product.start();
    }
    await vi.waitFor(
      async () => expect(await product.readiness(), `after the kill of ${victim.command}`).toBe(200),
      { timeout: RECOVERY_MS, interval: 200 },
    );
  }
  await run.kill("SIGTERM");
  await vi.waitFor(async () => expect(await product.processes()).toEqual([]), RECOVERY_MS);
});
