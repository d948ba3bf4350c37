import type { AlarmSeverity } from "#schema/blueprint/alarm/schema.ts";
import { rank } from "#schema/blueprint/alarm/schema.ts";
import type { AlarmProgram, AlarmTransition, LevelProgram, Parameters, Severity } from "./program.ts";
import { Samples } from "./samples.ts";

/** One level of the ladder at one source: whether it stands, and since when the way to the other state has held. */
interface Level {
  readonly program: LevelProgram;
  active: boolean;
  /** Since when `raise` (while inactive) or `clear` (while active) has held without a break. */
  heldSinceMs: number | undefined;
}

/** Which rule at which source. */
export interface WatchName {
  readonly rule: string;
  readonly source: string;
}

/**
 * What a watch knows after an instant, as plain data: enough to go on from, with the samples that its windows still need
 * beside it. Small on purpose: there is one for each rule at each source.
 */
export interface WatchState {
  readonly severity: Severity;
  /** In the order of the program's levels. */
  readonly levels: readonly { readonly active: boolean; readonly heldSinceMs?: number }[];
  readonly absent: boolean;
  /** Last time and value of each metric. */
  readonly last: Readonly<Record<string, readonly [timeMs: number, value: number]>>;
}

/**
 * One rule at one source, fed in order of event time. Instants are handled whole: all values of an instant are taken
 * before any condition is looked at (A3), so their order within it does not matter. Delays end between events, at their
 * own time (A4).
 */
export class Watch {
  readonly #program: AlarmProgram;
  readonly #name: WatchName;
  readonly #parameters: Parameters;
  readonly #samples: Samples;
  readonly #levels: Level[];
  readonly #emit: (transition: AlarmTransition) => void;
  #absent = false;
  #severity: Severity = "normal";

  /** @param overrides parameters of the source's device class or of the device itself */
  constructor(
    program: AlarmProgram,
    name: WatchName,
    overrides: Parameters,
    emit: (transition: AlarmTransition) => void,
  ) {
    this.#program = program;
    this.#name = name;
    this.#parameters = { ...program.parameters, ...overrides };
    this.#samples = new Samples(program);
    this.#levels = program.levels.map((level) => ({ program: level, active: false, heldSinceMs: undefined }));
    this.#emit = emit;
  }

  get state(): WatchState {
    return {
      severity: this.#severity,
      levels: this.#levels.map(({ active, heldSinceMs }) =>
        heldSinceMs === undefined ? { active } : { active, heldSinceMs },
      ),
      absent: this.#absent,
      last: this.#samples.lastOfEach(),
    };
  }

  /** Goes on from a state of the same program. What windows need of the time before comes by `remember`. */
  resume(state: WatchState): void {
    this.#severity = state.severity;
    this.#absent = state.absent;
    this.#samples.resume(state.last);
    state.levels.forEach(({ active, heldSinceMs }, at) => {
      const level = this.#levels[at];
      if (level === undefined) return;
      level.active = active;
      level.heldSinceMs = heldSinceMs;
    });
  }

  /** Takes over from a watch of another version of the rule: a level goes on as the one of its severity did (A9). */
  succeed(state: WatchState, program: AlarmProgram | undefined, timeMs: number): void {
    this.#severity = state.severity;
    this.#absent = state.absent && this.#program.absence !== undefined;
    for (const level of this.#levels) {
      const at = program?.levels.findIndex(({ severity }) => severity === level.program.severity) ?? -1;
      level.active = state.levels[at]?.active ?? false;
    }
    this.#look(timeMs);
    this.#settle(timeMs);
  }

  /** Values of an instant before the one that the watch goes on from: windows see them, conditions do not look. */
  remember(timeMs: number, values: ReadonlyMap<string, number>): void {
    for (const [metric, value] of values) {
      if (this.#program.metrics.has(metric)) this.#samples.add(metric, { timeMs, value });
    }
  }

  /** Delays that end before an instant. */
  runUntil(timeMs: number): void {
    this.#runDelays(timeMs, false);
  }

  /** The next instant at which something turns by itself; for an absence the end of the time that late values have. */
  get nextMs(): number | undefined {
    const ends = this.#levels.filter(({ heldSinceMs }) => heldSinceMs !== undefined).map(endOf);
    const absence = this.#program.absence;
    const lastMs = absence && this.#samples.lastTimeOf(absence.metric);
    if (absence && lastMs !== undefined && !this.#absent)
      ends.push(lastMs + absence.afterMs + absence.latenessMs);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** All values of one instant, later than every instant before. */
  take(timeMs: number, values: ReadonlyMap<string, number>): void {
    this.#runDelays(timeMs, false);
    this.remember(timeMs, values);
    const absence = this.#program.absence;
    if (this.#absent && absence && values.has(absence.metric)) this.#absent = false;
    this.#look(timeMs);
    this.#settle(timeMs);
  }

  /**
   * Nothing earlier than this instant is to come: delays and absences up to it, itself included, have run out. An absence
   * waits for values that are late by what the rule allows (A7).
   */
  settleUntil(timeMs: number): void {
    this.#runDelays(timeMs, true);
  }

  /** Conditions and levels at an instant. */
  #look(timeMs: number): void {
    const values = this.#samples.valuesAt(timeMs);
    if (values === undefined) return;
    const seen = { ...values, p: this.#parameters };
    for (const level of this.#levels) {
      const condition = level.active ? level.program.clear : level.program.raise;
      if (condition.evaluate(seen) === true) level.heldSinceMs ??= timeMs;
      else level.heldSinceMs = undefined;
      // Without a delay the level turns at once; it may then hold its other condition in the same instant.
      if (level.heldSinceMs !== undefined && delayOf(level) === 0) turn(level);
    }
  }

  /** Lets delays end in the order of their ends; `through` includes those that end at `limitMs` itself. */
  #runDelays(limitMs: number, through: boolean): void {
    for (;;) {
      const level = this.#nextLevel();
      if (level === undefined) break;
      const endMs = endOf(level);
      if (through ? endMs > limitMs : endMs >= limitMs) break;
      turn(level);
      this.#settle(endMs);
    }
    this.#runAbsence(limitMs, through);
  }

  #nextLevel(): Level | undefined {
    let next: Level | undefined;
    for (const level of this.#levels) {
      if (level.heldSinceMs !== undefined && (next === undefined || endOf(level) < endOf(next))) next = level;
    }
    return next;
  }

  #runAbsence(limitMs: number, through: boolean): void {
    const absence = this.#program.absence;
    const lastMs = absence && this.#samples.lastTimeOf(absence.metric);
    if (absence === undefined || lastMs === undefined || this.#absent) return;
    const endMs = lastMs + absence.afterMs;
    // A value of this source that is later than the end shows the gap; without one, late values are waited for.
    if (through ? endMs + absence.latenessMs > limitMs : endMs >= limitMs) return;
    this.#absent = true;
    this.#settle(endMs);
  }

  #settle(timeMs: number): void {
    const standing = this.#levels.filter((level) => level.active).map((level) => level.program.severity);
    if (this.#absent && this.#program.absence) standing.push(this.#program.absence.severity);
    const to = standing.reduce<Severity>(
      (worst, severity) => (above(severity, worst) ? severity : worst),
      "normal",
    );
    if (to === this.#severity) return;
    const cause = this.#samples.valuesAt(timeMs) ?? this.#samples.lastValuesOf(this.#program.metrics.keys());
    this.#emit({ timeMs, ...this.#name, from: this.#severity, to, cause });
    this.#severity = to;
  }
}

const endOf = (level: Level): number => (level.heldSinceMs ?? Number.POSITIVE_INFINITY) + delayOf(level);
const delayOf = (level: Level): number => (level.active ? level.program.clearForMs : level.program.forMs);

function turn(level: Level): void {
  level.active = !level.active;
  level.heldSinceMs = undefined;
}

const above = (a: AlarmSeverity, b: Severity): boolean => b === "normal" || rank(a) > rank(b);
