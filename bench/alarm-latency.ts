import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { addAllLocales } from "#app/locales/all.ts";
import { logger } from "#app/platform/logger.ts";
import { assembleApp } from "#app/web/app.ts";
import { assert } from "#engines/kernel/assert.ts";
import { addGasHome, alarmUtility, LEAK } from "#tests/fixtures/alarms.ts";
import { startWorkerProcess } from "#tests/fixtures/worker-process.ts";
import { makeStaff, PASSWORD } from "#tests/world.ts";
import { onEmptyProduct } from "./database/empty-product.ts";
import type { Report } from "./harness.ts";

const HOMES = 60;
const WARM = 10;
const TOO_LONG_MS = 20_000;

/**
 * From the moment at which a device begins to tell of a leak, over HTTP, until the open page of a dispatcher is told of the
 * alarm: intake and its commit, the job in a worker process, the judging, the notice, the event stream. Beside it, what a
 * single committed row of the same server takes with its own notice to a listener, which is the least that is possible.
 */
export default async function alarmLatency(report: Report): Promise<void> {
  logger.level = "silent";
  await onEmptyProduct(async ({ owner }) => {
    addAllLocales();
    const utility = await alarmUtility("linzhou-gas", { leak: LEAK });
    for (let home = 1; home <= HOMES; home += 1) await addGasHome(utility, String(home));
    const { login } = await makeStaff({ id: utility.tenantId, slug: utility.slug }, "tenant-admin");
    const server = createServer();
    await assembleApp(server, {
      root: path.resolve("."),
      development: false,
      trustedProxies: 0,
      pages: false,
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/t/${utility.slug}/api`;
    const worker = await startWorkerProcess("urgent");
    const leave = new AbortController();
    try {
      const cookie = await signIn(base, login);
      const told = await follow(`${base}/alarms/live`, cookie, leave.signal);
      const times: number[] = [];
      for (let home = 1; home <= HOMES; home += 1) {
        const seen = told();
        const started = performance.now();
        const answer = await fetch(`${base}/events`, {
          method: "POST",
          headers: { cookie, "sec-fetch-site": "same-origin" },
          body: JSON.stringify({
            time: new Date().toISOString(),
            source: `S${home}`,
            metric: "concentration",
            value: 20,
          }),
        });
        assert(answer.ok, `the events were refused: ${answer.status} ${await answer.text()}`);
        await Promise.race([seen, tooLong()]);
        if (home > WARM) times.push(performance.now() - started);
      }
      const floor = await noticeTimes(owner);
      const [median, slowest] = [percentile(times, 0.5), percentile(times, 1)];
      const base1 = percentile(floor, 0.5);
      const row = { unit: "ms", baseline: `a committed row and its notice: ${base1.toFixed(1)} ms` };
      report({
        name: `alarm, from arrival to screen, median of ${times.length}`,
        value: median,
        ...row,
        ratio: median / base1,
        goal: "≤ 1,000 ms",
      });
      report({ name: "slowest of them", value: slowest, ...row, ratio: slowest / base1, goal: "≤ 1,000 ms" });
    } finally {
      leave.abort();
      await worker.stop();
      server.close();
      server.closeAllConnections();
    }
  });
}

/** Nobody waits for ever for an alarm that does not come. */
async function tooLong(): Promise<never> {
  await sleep(TOO_LONG_MS, undefined, { ref: false });
  throw new Error(`no alarm after ${TOO_LONG_MS} ms`);
}

async function signIn(base: string, login: string): Promise<string> {
  const answer = await fetch(`${base}/trpc/session.signIn`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ as: "staff", login, password: PASSWORD }),
  });
  assert(answer.ok, `nobody could sign in: ${answer.status} ${await answer.text()}`);
  return (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
}

/** Follows the alarms as an open page does; each call waits for the next news of an alarm. */
async function follow(address: string, cookie: string, signal: AbortSignal): Promise<() => Promise<void>> {
  const answer = await fetch(address, { headers: { cookie, accept: "text/event-stream" }, signal });
  assert(answer.ok, `the page is told nothing: ${answer.status}`);
  let heard = () => {};
  let opened = () => {};
  const first = new Promise<void>((resolve) => {
    opened = resolve;
  });
  void (async () => {
    let text = "";
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(part).toString();
      if (text.includes("\n\n")) opened();
      if (text.includes("unacknowledged")) {
        text = "";
        heard();
      }
    }
  })().catch(() => {});
  await first;
  return () =>
    new Promise<void>((resolve) => {
      heard = resolve;
    });
}

/** A row committed and its notice heard on another connection, by plain SQL. */
async function noticeTimes(owner: pg.Client): Promise<number[]> {
  const listener = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await listener.connect();
  await listener.query("LISTEN bench");
  await owner.query("CREATE TABLE bench_notice (id int)");
  const times: number[] = [];
  for (let at = 0; at < 50; at += 1) {
    const heard = new Promise((resolve) => listener.once("notification", resolve));
    const started = performance.now();
    await owner.query(`BEGIN; INSERT INTO bench_notice VALUES (${at}); NOTIFY bench; COMMIT`);
    await heard;
    times.push(performance.now() - started);
  }
  await listener.end();
  return times;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
