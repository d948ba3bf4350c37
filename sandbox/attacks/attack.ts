import type { Budget } from "#plugins/sdk/extension-point.ts";
import type { ExtensionPointName } from "#plugins/sdk/extension-points.ts";
import type { Grant } from "../capabilities/grants.ts";
import type { SandboxErrorCode } from "../errors.ts";

/** Ends of a call that are fine for an attack: errors of the catalogue, or an answer that admits to have got nothing. */
export type End = SandboxErrorCode | "harmless";

/** A hostile plugin. */
export interface Attack {
  readonly name: string;
  readonly ends: readonly End[];
  /**
   * Body of a hook at `schedule.job`: `async (host, input) => …`. It says `reached(what)` when it has got hold of
   * something that it must not have, and may use `attempt(f)` to go on after an error and `probe(value)` to look
   * whether a value leads to Node.
   */
  readonly code?: string;
  /** A whole module instead. */
  readonly module?: string;
  readonly point?: ExtensionPointName;
  readonly input?: unknown;
  /** What the manifest asks for; approved as it is, unless `approved` says otherwise. */
  readonly requests?: readonly Grant[];
  readonly approved?: readonly Grant[];
  readonly budget?: Partial<Budget>;
}

/** Attacks of one class, named after what they go for. */
export interface AttackClass {
  readonly name: string;
  readonly attacks: readonly Attack[];
}

export const ATTACK_BUDGET: Partial<Budget> = { cpuMs: 60, wallMs: 250, memoryMb: 16, capabilityCalls: 20 };

/** What stands before the body of every attack. */
const PRELUDE = `
const found = [];
const reached = (what) => { found.push(String(what).slice(0, 80)); };
const attempt = (f) => { try { return f(); } catch { return undefined; } };
const NODE = ["process", "require", "module", "Buffer", "setTimeout", "fetch", "global"];
const probe = (value, path = "value") => {
  for (const name of NODE) attempt(() => { if (value[name] !== undefined) reached(path + "." + name); });
  for (const make of [() => value.constructor, () => value.constructor.constructor, () => value.__proto__.constructor.constructor]) {
    attempt(() => { const g = make()("return globalThis")(); if (g) reached(path + " compiles text"); });
    attempt(() => { const p = make()("return process")(); if (p) reached(path + " leads to process"); });
  }
};
`;

export function moduleOf(attack: Attack): string {
  if (attack.module !== undefined) return attack.module;
  return `import { definePlugin } from "@manifold/sdk";
${PRELUDE}
const attack = async (host, input) => { ${attack.code ?? ""} };
export default definePlugin({ hooks: { "schedule.job": async (input, { host }) => {
  await attack(host, input);
  return { done: found.length > 0, note: found.join("; ").slice(0, 900) };
} } });`;
}

/** What came of an attack; `contained` only when nothing at all speaks against it. */
export interface Verdict {
  readonly contained: boolean;
  readonly why: string;
}

/** How a call ended, whatever sandbox ran it. */
export interface AttackOutcome {
  readonly ok: boolean;
  readonly code: string;
  readonly output: unknown;
  /** Everything else that came out: logs, message, stack. */
  readonly texts: readonly string[];
}

/** Secret that lies in the host's memory and environment during the attacks; it must never come out. */
export const CANARY = "canary-7f3b9c15";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

export function judge(attack: Attack, outcome: AttackOutcome): Verdict {
  const escaped = (why: string): Verdict => ({ contained: false, why });
  const everything = JSON.stringify([outcome.output, outcome.texts]);
  if (everything.includes(CANARY)) return escaped("the secret came out");
  const dirty = outcome.texts.find((text) => UNPRINTABLE.test(text));
  if (dirty !== undefined) return escaped(`control characters came out: ${JSON.stringify(dirty)}`);
  if (!outcome.ok) {
    // On a busy machine the clock on the wall may run out before the processor time does: stopped is stopped.
    const code =
      outcome.code === "PLUGIN_TIMED_OUT" && !attack.ends.includes("PLUGIN_TIMED_OUT")
        ? "PLUGIN_CPU_EXCEEDED"
        : outcome.code;
    const expected = attack.ends.includes(code as End);
    return expected
      ? { contained: true, why: outcome.code }
      : escaped(`ended as ${outcome.code}: ${outcome.texts.join(" ")}`);
  }
  const answer = outcome.output as { done?: unknown; note?: unknown } | undefined;
  if (answer?.done === true) return escaped(`reached ${String(answer.note)}`);
  return attack.ends.includes("harmless")
    ? { contained: true, why: "harmless" }
    : escaped("it was not stopped");
}
