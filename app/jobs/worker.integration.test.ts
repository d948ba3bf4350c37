import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase } from "#app/platform/database.ts";
import { keepSignOfLife } from "#app/services/system/sign-of-life.ts";
import { testDatabase } from "#tests/database.ts";
import { queueUrl } from "./lanes.ts";

const db = await testDatabase();
const queue = new pg.Client({ connectionString: db.urls.jobs });
beforeAll(async () => {
  await queue.connect();
});
afterAll(async () => {
  await queue.end();
  await closeDatabase();
});

async function startWorker(): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, "worker.ts"), [], {
    env: { ...process.env, LOG_LEVEL: "silent" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const early = once(child, "exit").then(([code]) => {
    throw new Error(`the worker ended with ${code}`);
  });
  const [message] = await Promise.race([once(child, "message"), early]);
  early.catch(() => {});
  expect(message).toEqual({ ready: true });
  return child;
}

/** A job that somebody has locked a minute ago. */
async function lockedBy(worker: string): Promise<string> {
  // Of a kind that no lane knows: nobody takes it up, so that what happens to the lock can be seen.
  const { rows } = await queue.query<{ id: string }>(
    "SELECT id FROM graphile_worker.add_job('test.nobody-takes-this', '{}'::json)",
  );
  const id = rows[0]?.id ?? "";
  await queue.query(
    "UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - interval '1 minute' WHERE id = $2",
    [worker, id],
  );
  return id;
}

const lockOf = async (id: string): Promise<string | null> => {
  const { rows } = await queue.query<{ locked_by: string | null }>(
    "SELECT locked_by FROM graphile_worker._private_jobs WHERE id = $1",
    [id],
  );
  return rows[0]?.locked_by ?? null;
};

describe("a worker process", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("ends in order on %s", async (signal) => {
    const child = await startWorker();
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("ends when its parent is gone", async () => {
    const child = await startWorker();
    child.disconnect();
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("gives back what a dead worker had locked, and leaves alone what a living one has", async () => {
    const living = await keepSignOfLife("worker elsewhere");
    await living.name(["worker-alive"]);
    const connection = new pg.Client({ connectionString: queueUrl(living.id) });
    await connection.connect();
    const [ofDead, ofLiving] = [await lockedBy("worker-dead"), await lockedBy("worker-alive")];

    const child = await startWorker();
    expect(await lockOf(ofDead)).toBeNull();
    expect(await lockOf(ofLiving)).toBe("worker-alive");

    // Now it dies as well: its sign of life still stands, but the server holds no connection of it any more.
    await connection.end();
    for (let n = 0; n < 100 && (await lockOf(ofLiving)) !== null; n++) await sleep(100);
    expect(await lockOf(ofLiving)).toBeNull();
    child.kill();
    await once(child, "exit");
    await living.end();
  });
});
