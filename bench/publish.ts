import { fork } from "node:child_process";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { publishRelease } from "#app/services/blueprint/publish-release.ts";
import { compilers } from "#engines/compilers.ts";
import type { Item } from "#schema/blueprint/item.ts";
import { itemHash } from "#schema/blueprint/item-hash.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { onEmptyProduct } from "./database/empty-product.ts";
import type { Report } from "./harness.ts";
import { tariffItem } from "./publish/items.ts";

const ITEMS = 1_000;
const PROCESSES = 2;
const ROUNDS = 7;

/**
 * From the call that publishes one changed item among a thousand until every one of two real processes has used the changed
 * program: each asks, as every request does, which release is in force, and compiles what it uses. Beside it, what compiling
 * all thousand anew would cost one process, which nobody does.
 */
export default async function publish(report: Report): Promise<void> {
  await onEmptyProduct(async ({ scope }) => {
    const items = Array.from({ length: ITEMS }, (_, at) => tariffItem(at, "0.50"));
    await publishRelease(scope, { items, now: new Date() });
    const readers = Array.from({ length: PROCESSES }, () => readerOf(scope.tenantId));
    await Promise.all(readers.map((reader) => reader.ready));
    const times: number[] = [];
    let own: readonly Item[] = items;
    for (let round = 0; round < ROUNDS; round++) {
      const changed = tariffItem(round, `0.${60 + round}`);
      own = own.with(round, changed);
      const seen = readers.map((reader) => reader.sees(changed.key, itemHash(changed)));
      const started = performance.now();
      await publishRelease(scope, { items: own, now: new Date() });
      await Promise.all(seen);
      times.push(performance.now() - started);
    }
    for (const reader of readers) reader.stop();
    const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
    const all = performance.now();
    for (const { content } of own) compilers.tariff(itemKinds.tariff.schema.parse(content));
    const everything = performance.now() - all;
    report({
      name: `publish 1 of ${ITEMS} items, in force in ${PROCESSES} processes`,
      value: median,
      unit: "ms",
      baseline: `compiling all ${ITEMS} anew in one: ${Math.round(everything)} ms`,
      ratio: median / everything,
      goal: "≤ 1,000 ms",
    });
  });
}

interface Reader {
  readonly ready: Promise<void>;
  /** Resolves when the process has used the program of an item with this hash. */
  sees(key: string, hash: string): Promise<void>;
  stop(): void;
}

function readerOf(tenantId: string): Reader {
  const child = fork(path.join(import.meta.dirname, "publish/reader.ts"), [tenantId], { stdio: "inherit" });
  const waits = new Map<string, () => void>();
  const waitFor = (name: string): Promise<void> => new Promise((resolve) => waits.set(name, resolve));
  child.on("message", (name: string) => waits.get(name)?.());
  return {
    ready: waitFor("ready"),
    sees: (key, hash) => {
      child.send({ key, hash });
      return waitFor(hash);
    },
    stop: () => child.kill(),
  };
}
