import type { AlarmEvent, AlarmProgram, AlarmTransition, Parameters } from "./program.ts";
import { Watch } from "./watch.ts";

export interface HistoryOptions {
  /** Delays and absences are followed up to this instant, itself included; default the last event's. */
  readonly untilMs?: number;
  /** Parameters of the source's device class or of the device itself. */
  readonly parametersOf?: (rule: string, source: string) => Parameters;
}

/**
 * The history of alarms that a set of events makes under a set of rules: shuffled, repeated or late, the same set gives
 * the same history (A1). Rules are found by metric, so an event costs only the rules that look at it.
 * @param rules by key
 * @returns transitions by time, then rule, then source
 */
export function historyOf(
  rules: ReadonlyMap<string, AlarmProgram>,
  events: Iterable<AlarmEvent>,
  { untilMs, parametersOf = () => ({}) }: HistoryOptions = {},
): AlarmTransition[] {
  const byMetric = indexByMetric(rules);
  const history: AlarmTransition[] = [];
  const emit = (transition: AlarmTransition) => history.push(transition);
  const watches: Watch[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const [source, instants] of instantsBySource(events, untilMs)) {
    const watched = new Map<string, Watch>();
    for (const [timeMs, values] of [...instants].sort(([a], [b]) => a - b)) {
      lastMs = Math.max(lastMs, timeMs);
      for (const [rule, program] of rulesOf(values, byMetric)) {
        let watch = watched.get(rule);
        if (watch === undefined) {
          watch = new Watch(program, { rule, source }, parametersOf(rule, source), emit);
          watched.set(rule, watch);
          watches.push(watch);
        }
        watch.take(timeMs, values);
      }
    }
  }
  for (const watch of watches) watch.settleUntil(untilMs ?? lastMs);
  return history.sort(inOrder);
}

type Rule = readonly [key: string, program: AlarmProgram];

function indexByMetric(rules: ReadonlyMap<string, AlarmProgram>): ReadonlyMap<string, readonly Rule[]> {
  const index = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const metric of rule[1].metrics.keys()) inside(index, metric, () => []).push(rule);
  }
  return index;
}

/** The rules that look at any of these metrics, each once. */
function rulesOf(
  values: ReadonlyMap<string, number>,
  byMetric: ReadonlyMap<string, readonly Rule[]>,
): ReadonlySet<Rule> {
  const concerned = new Set<Rule>();
  for (const metric of values.keys()) {
    for (const rule of byMetric.get(metric) ?? []) concerned.add(rule);
  }
  return concerned;
}

/** Source → instant → metric → value; of several values for one metric and instant the greatest stands (A2). */
function instantsBySource(events: Iterable<AlarmEvent>, untilMs = Number.POSITIVE_INFINITY) {
  const sources = new Map<string, Map<number, Map<string, number>>>();
  for (const { source, timeMs, metric, value } of events) {
    if (timeMs > untilMs) continue;
    const instants = inside(sources, source, () => new Map<number, Map<string, number>>());
    const values = inside(instants, timeMs, () => new Map<string, number>());
    values.set(metric, Math.max(value, values.get(metric) ?? value));
  }
  return sources;
}

/** What stands at a key, made when nothing does. */
function inside<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function inOrder(a: AlarmTransition, b: AlarmTransition): number {
  return a.timeMs - b.timeMs || compareText(a.rule, b.rule) || compareText(a.source, b.source);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
