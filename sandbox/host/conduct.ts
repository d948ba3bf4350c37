import type { Use } from "../child/protocol.ts";
import type { SandboxErrorCode } from "../errors.ts";

/** What counts against a plugin: it cost others something. A mere error of its own does not. */
const STRIKES: ReadonlySet<string> = new Set<SandboxErrorCode>([
  "PLUGIN_CPU_EXCEEDED",
  "PLUGIN_TIMED_OUT",
  "PLUGIN_MEMORY_EXCEEDED",
  "PLUGIN_CRASHED",
]);

export interface ConductRules {
  /** Strikes within the window that lead into quarantine. */
  readonly strikesMax: number;
  readonly windowMs: number;
  /** First quarantine; each further one is twice as long, up to the maximum. */
  readonly quarantineMs: number;
  readonly quarantineMsMax: number;
  /** CPU time of all plugins of one tenant in one UTC day. */
  readonly tenantDayCpuMsMax: number;
}

export const CONDUCT_RULES: ConductRules = {
  strikesMax: 5,
  windowMs: 60_000,
  quarantineMs: 30_000,
  quarantineMsMax: 3_600_000,
  tenantDayCpuMsMax: 3_600_000,
};

/** What an admin and the developer can see of one plugin version at one tenant since the sandbox started. */
export interface PluginConduct {
  readonly tenantId: string;
  readonly hash: string;
  readonly calls: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly cpuMs: number;
  readonly strikes: number;
  /** Milliseconds since 1970, when it is quarantined. */
  readonly quarantinedUntilMs: number | undefined;
  readonly blocked: boolean;
}

interface Entry {
  readonly tenantId: string;
  readonly hash: string;
  calls: number;
  readonly failures: Map<string, number>;
  cpuMs: number;
  strikesMs: number[];
  quarantines: number;
  untilMs: number;
}

/** Why a call is not even begun. */
export type Refusal =
  | { readonly code: "PLUGIN_BLOCKED"; readonly params: Record<string, never> }
  | { readonly code: "PLUGIN_QUARANTINED"; readonly params: { readonly until: string } }
  | { readonly code: "PLUGIN_DAY_BUDGET_EXCEEDED"; readonly params: { readonly limitMs: number } };

/** Keeps count of what each plugin does, and keeps repeat offenders out. The clock is handed in. */
export class Conduct {
  readonly #rules: ConductRules;
  readonly #entries = new Map<string, Entry>();
  readonly #blocked = new Set<string>();
  readonly #days = new Map<string, { day: number; cpuMs: number }>();

  constructor(rules: ConductRules = CONDUCT_RULES) {
    this.#rules = rules;
  }

  refuses(tenantId: string, hash: string, nowMs: number): Refusal | undefined {
    if (this.isBlocked(tenantId, hash)) return { code: "PLUGIN_BLOCKED", params: {} };
    const untilMs = this.#entries.get(`${tenantId} ${hash}`)?.untilMs ?? 0;
    if (untilMs > nowMs) {
      return { code: "PLUGIN_QUARANTINED", params: { until: new Date(untilMs).toISOString() } };
    }
    const limitMs = this.#rules.tenantDayCpuMsMax;
    const today = this.#days.get(tenantId);
    if (today !== undefined && today.day === dayOf(nowMs) && today.cpuMs >= limitMs) {
      return { code: "PLUGIN_DAY_BUDGET_EXCEEDED", params: { limitMs } };
    }
    return undefined;
  }

  /** Notes how a call ended; `code` is `undefined` when it went well. */
  note(tenantId: string, hash: string, code: string | undefined, use: Use | undefined, nowMs: number): void {
    const entry = this.#entry(tenantId, hash);
    entry.calls++;
    const cpuMs = use?.cpuMs ?? 0;
    entry.cpuMs += cpuMs;
    this.#charge(tenantId, cpuMs, nowMs);
    if (code === undefined) return;
    entry.failures.set(code, (entry.failures.get(code) ?? 0) + 1);
    if (STRIKES.has(code)) this.#strike(entry, nowMs);
  }

  /** Ends a quarantine early: a person has looked. */
  pardon(tenantId: string, hash: string): void {
    const entry = this.#entry(tenantId, hash);
    entry.untilMs = 0;
    entry.strikesMs = [];
    entry.quarantines = 0;
  }

  /** The kill switch: for one tenant, or for all of them. */
  block(hash: string, tenantId: string | undefined, blocked: boolean): void {
    const key = `${tenantId ?? "*"} ${hash}`;
    if (blocked) this.#blocked.add(key);
    else this.#blocked.delete(key);
  }

  isBlocked(tenantId: string, hash: string): boolean {
    return this.#blocked.has(`* ${hash}`) || this.#blocked.has(`${tenantId} ${hash}`);
  }

  report(nowMs: number): PluginConduct[] {
    return [...this.#entries.values()].map((entry) => ({
      tenantId: entry.tenantId,
      hash: entry.hash,
      calls: entry.calls,
      failures: Object.fromEntries(entry.failures),
      cpuMs: entry.cpuMs,
      strikes: this.#recent(entry, nowMs).length,
      quarantinedUntilMs: entry.untilMs > nowMs ? entry.untilMs : undefined,
      blocked: this.isBlocked(entry.tenantId, entry.hash),
    }));
  }

  #entry(tenantId: string, hash: string): Entry {
    const key = `${tenantId} ${hash}`;
    const found = this.#entries.get(key);
    if (found !== undefined) return found;
    const entry: Entry = {
      tenantId,
      hash,
      calls: 0,
      failures: new Map(),
      cpuMs: 0,
      strikesMs: [],
      quarantines: 0,
      untilMs: 0,
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #strike(entry: Entry, nowMs: number): void {
    entry.strikesMs = [...this.#recent(entry, nowMs), nowMs];
    if (entry.strikesMs.length < this.#rules.strikesMax) return;
    const lengthMs = Math.min(this.#rules.quarantineMs * 2 ** entry.quarantines, this.#rules.quarantineMsMax);
    entry.quarantines++;
    entry.strikesMs = [];
    entry.untilMs = nowMs + lengthMs;
  }

  #recent(entry: Entry, nowMs: number): number[] {
    return entry.strikesMs.filter((strikeMs) => strikeMs > nowMs - this.#rules.windowMs);
  }

  #charge(tenantId: string, cpuMs: number, nowMs: number): void {
    const day = dayOf(nowMs);
    const today = this.#days.get(tenantId);
    if (today?.day === day) today.cpuMs += cpuMs;
    else this.#days.set(tenantId, { day, cpuMs });
  }
}

function dayOf(nowMs: number): number {
  return Math.floor(nowMs / 86_400_000);
}
