import type { Expression } from "#engines/kernel/expression.ts";
import type { AlarmRule, AlarmSeverity } from "#schema/blueprint/alarm/schema.ts";

/** One value of one metric at one source. `sourceId` is a device, a service point, any thing that is watched. */
export interface AlarmEvent {
  readonly timeMs: number;
  readonly source: string;
  readonly metric: string;
  readonly value: number;
}

export type Severity = AlarmSeverity | "normal";

/** The severity of one rule at one source changed. A history of these is a function of the set of events alone. */
export interface AlarmTransition {
  readonly timeMs: number;
  readonly rule: string;
  readonly source: string;
  readonly from: Severity;
  readonly to: Severity;
  /** The values that the condition saw, by name; for an absence the last value that came. */
  readonly cause: Readonly<Record<string, number>>;
}

/** The numbers that conditions know as `p`. */
export type Parameters = Readonly<Record<string, number>>;

export interface LevelProgram {
  readonly severity: AlarmSeverity;
  readonly raise: Expression;
  readonly clear: Expression;
  readonly forMs: number;
  readonly clearForMs: number;
}

export interface WindowProgram {
  readonly name: string;
  readonly metric: string;
  readonly overMs: number;
  readonly take: AlarmRule["windows"][string]["take"];
}

/** A rule made ready to run. It does not know its key: an unchanged rule is one program under any name. */
export interface AlarmProgram {
  readonly metrics: ReadonlyMap<string, { readonly maxAgeMs: number }>;
  readonly windows: readonly WindowProgram[];
  readonly parameters: Parameters;
  readonly levels: readonly LevelProgram[];
  readonly absence:
    | {
        readonly severity: AlarmSeverity;
        readonly metric: string;
        readonly afterMs: number;
        readonly latenessMs: number;
      }
    | undefined;
}
