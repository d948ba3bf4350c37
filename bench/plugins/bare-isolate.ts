/**
 * The baseline of bench/plugins.ts: the same work by isolated-vm alone, in its own process, nothing around it. Run with
 * --no-node-snapshot; prints one line of JSON.
 */
import ivm from "isolated-vm";
import { BATCH, COLD_SOURCE, HOOK_BODY, itemAt, percentile, VALUES } from "./work.ts";

const isolate = new ivm.Isolate({ memoryLimit: 32 });
const context = isolate.createContextSync();
context.evalSync(
  `const hook = ${HOOK_BODY}; globalThis.run = (text) => JSON.stringify(hook(JSON.parse(text)));`,
);
const run = context.global.getSync("run", { reference: true }) as ivm.Reference;
const call = (text: string) =>
  JSON.parse(run.applySync(undefined, [text], { timeout: 1_000 }) as string) as unknown;

function timesMs(count: number, work: (at: number) => void): number[] {
  for (let at = 0; at < count / 4; at++) work(at);
  return Array.from({ length: count }, (_, at) => {
    const startedMs = performance.now();
    work(at);
    return performance.now() - startedMs;
  });
}

const single = timesMs(4_000, (at) => call(JSON.stringify([itemAt(at)])));
const items = Array.from({ length: BATCH }, (_, at) => itemAt(at));
const batch = timesMs(40, () => call(JSON.stringify(items)));
const wide = timesMs(40, () => call(JSON.stringify([{ ...itemAt(0), frame: "68", values: VALUES }])));
const cold = timesMs(20, (at) => {
  const fresh = new ivm.Isolate({ memoryLimit: 32 });
  const own = fresh.createContextSync();
  const module = fresh.compileModuleSync(
    COLD_SOURCE(at).replace(/^import .*$/m, "const definePlugin = (p) => p;"),
  );
  module.instantiateSync(own, () => {
    throw new Error("no imports");
  });
  module.evaluateSync({ timeout: 1_000 });
  fresh.dispose();
});
const context2 = timesMs(100, () => isolate.createContextSync().release());

process.stdout.write(
  `${JSON.stringify({
    singleMs: percentile(single, 0.5),
    single99Ms: percentile(single, 0.99),
    batchMs: percentile(batch, 0.5),
    wideMs: percentile(wide, 0.5),
    coldMs: percentile(cold, 0.5),
    contextMs: percentile(context2, 0.5),
  })}\n`,
);
