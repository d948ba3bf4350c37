import type { AlarmProgram, AlarmTransition, Parameters } from "./program.ts";
import { Watch, type WatchName, type WatchState } from "./watch.ts";

/** A rule as it was in force from an instant on; without a program it was withdrawn. The first begins with all time. */
export interface RulePeriod {
  readonly fromMs: number;
  readonly program: AlarmProgram | undefined;
}

/** All values of a source at one instant (A3). */
export interface Instant {
  readonly timeMs: number;
  readonly values: ReadonlyMap<string, number>;
}

/** How far a watch has come, as plain data. */
export interface Checkpoint {
  readonly timeMs: number;
  /** The period of the rule that judged. */
  readonly periodMs: number | null;
  readonly state: WatchState;
  /** Transitions at this very instant: a delay that ends at it may still add one. */
  readonly emitted: readonly AlarmTransition[];
}

export interface Followed {
  /** From the checkpoint's instant on, itself included; by time. */
  readonly transitions: readonly AlarmTransition[];
  /** To go on from, oldest first: the last is after the last instant. */
  readonly checkpoints: readonly Checkpoint[];
  /** When the watch has to be looked at again though nothing comes. */
  readonly nextMs: number | undefined;
}

export interface FollowOptions {
  readonly name: WatchName;
  readonly periods: readonly RulePeriod[];
  /** Goes on from the last of them; without any from the beginning. Its period must be the last one that has begun. */
  readonly checkpoints?: readonly Checkpoint[];
  /** Delays and absences are followed up to here, itself included. */
  readonly untilMs: number;
  readonly parameters?: Parameters;
}

/** Checkpoints that are kept lie at least so far apart: what is late by less is judged without going back to the beginning. */
const CHECKPOINT_EVERY_MS = 86_400_000;
const CHECKPOINTS_KEPT = 3;

/**
 * Follows one rule at one source from a checkpoint on. The same transitions come out as from the beginning (A10).
 * @param instants by time; those up to the checkpoint's are for windows only
 */
export function followWatch(options: FollowOptions, instants: readonly Instant[]): Followed {
  const { name, periods, untilMs, parameters = {} } = options;
  const checkpoints = [...(options.checkpoints ?? [])];
  const from = checkpoints.at(-1);
  const transitions: AlarmTransition[] = [...(from?.emitted ?? [])];
  const emit = (transition: AlarmTransition) => transitions.push(transition);
  let at = from === undefined ? 0 : periods.findLastIndex(({ fromMs }) => keyOf(fromMs) === from.periodMs);
  let watch = watchOf(periods[at]?.program, name, parameters, emit);
  if (from !== undefined) watch?.resume(from.state);
  let severity: WatchState["severity"] = from?.state.severity ?? "normal";
  let lastMs = from?.timeMs ?? Number.NEGATIVE_INFINITY;
  let waitingMs: number | undefined;

  const switchUntil = (limitMs: number): void => {
    for (let next = periods[at + 1]; next !== undefined && next.fromMs <= limitMs; next = periods[at + 1]) {
      const { fromMs } = next;
      watch?.runUntil(fromMs);
      const state = watch?.state ?? { ...NOTHING, severity };
      const successor = watchOf(next.program, name, parameters, emit);
      for (const { timeMs, values } of instants) if (timeMs < fromMs) successor?.remember(timeMs, values);
      if (successor === undefined) {
        if (state.severity !== "normal")
          emit({ timeMs: fromMs, ...name, from: state.severity, to: "normal", cause: {} });
        severity = "normal";
      } else successor.succeed(state, periods[at]?.program, fromMs);
      watch = successor;
      at += 1;
    }
  };

  /** The last instant becomes a checkpoint; one that lies close to the one before it is replaced. */
  const note = (): void => {
    if (watch === undefined || lastMs <= (checkpoints.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY)) return;
    const [before, last] = [checkpoints.at(-2), checkpoints.at(-1)];
    if (before !== undefined && last !== undefined && last.timeMs - before.timeMs < CHECKPOINT_EVERY_MS)
      checkpoints.pop();
    checkpoints.push({
      timeMs: lastMs,
      periodMs: keyOf(periods[at]?.fromMs ?? Number.NEGATIVE_INFINITY),
      state: watch.state,
      emitted: transitions.filter((each) => each.timeMs === lastMs),
    });
  };

  for (const { timeMs, values } of instants) {
    if (from !== undefined && timeMs <= from.timeMs) {
      watch?.remember(timeMs, values);
      continue;
    }
    if (timeMs > untilMs) {
      waitingMs = timeMs;
      break;
    }
    if (timeMs - (checkpoints.at(-1)?.timeMs ?? lastMs) >= CHECKPOINT_EVERY_MS) note();
    switchUntil(timeMs);
    if (watch === undefined || !concerns(periods[at]?.program, values)) continue;
    watch.take(timeMs, values);
    lastMs = timeMs;
  }
  note();
  switchUntil(untilMs);
  watch?.settleUntil(untilMs);
  return {
    transitions,
    checkpoints: checkpoints.slice(-CHECKPOINTS_KEPT),
    nextMs: earliest(watch?.nextMs, waitingMs),
  };
}

const NOTHING = { levels: [], absent: false, last: {} } as const;

/** The beginning of time as JSON can hold it. */
const keyOf = (fromMs: number): number | null => (Number.isFinite(fromMs) ? fromMs : null);

function watchOf(
  program: AlarmProgram | undefined,
  name: WatchName,
  parameters: Parameters,
  emit: (transition: AlarmTransition) => void,
): Watch | undefined {
  return program && new Watch(program, name, parameters, emit);
}

function concerns(program: AlarmProgram | undefined, values: ReadonlyMap<string, number>): boolean {
  for (const metric of values.keys()) if (program?.metrics.has(metric)) return true;
  return false;
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
