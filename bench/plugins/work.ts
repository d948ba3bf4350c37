/** The work that both sides of bench/plugins.ts do. */

/** Items of a batch, and values of a numeric series. */
export const BATCH = 1_000;
export const VALUES: readonly number[] = Array.from({ length: 10_000 }, (_, at) => (at * 37) % 1_000);

/** A frame of a meter: the kind of small record that plugins see in loops. */
export function itemAt(at: number): { protocol: string; receivedAt: string; frame: string } {
  return {
    protocol: "dlt645",
    receivedAt: "2026-03-02T00:00:00Z",
    frame: `68${String(at % 10_000).padStart(12, "0")}`,
  };
}

/** A light hook: the cost of the call itself is what is measured. */
export const HOOK_BODY = `(items) => items.map((item) => ({ ok: false, byte: item.frame.length, expected: "x" }))`;

/** A plugin of some size; `salt` makes it one that was never seen. */
export const COLD_SOURCE = (salt: number): string => `import { definePlugin } from "@manifold/sdk";
${Array.from({ length: 60 }, (_, at) => `function step${at}(value) { return value * ${at} + ${salt}; }`).join("\n")}
export default definePlugin({ hooks: { "meter.decode": ${HOOK_BODY} } });`;

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
