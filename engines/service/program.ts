import type { WorkingTime } from "#engines/kernel/calendar.ts";
import type { Expression } from "#engines/kernel/expression.ts";
import type { ActionName } from "#schema/blueprint/service/actions.ts";
import type { AwaitedEvent, FactType, Priority, Service, Step } from "#schema/blueprint/service/schema.ts";

/** A limit made ready: exactly one of the three ways to count is set. */
export interface LimitProgram {
  readonly when: Expression | undefined;
  readonly clockMs: number | undefined;
  readonly workingMs: number | undefined;
  readonly workingDays: number | undefined;
  readonly from: "step" | "opening";
}

export interface ActionProgram {
  readonly do: ActionName;
  readonly with: Readonly<Record<string, Expression>>;
  readonly when: Expression | undefined;
}

export interface StepProgram {
  readonly key: string;
  readonly source: Step;
  readonly when: Expression | undefined;
  readonly next: readonly { readonly when: Expression | undefined; readonly to: string }[];
  /** The step after this one in the list, or the end. */
  readonly following: string;
  readonly limits: readonly LimitProgram[];
  readonly remindersMs: readonly number[];
  readonly escalations: readonly {
    readonly afterMs: number;
    readonly role: string;
    readonly priority: Priority | undefined;
  }[];
  readonly actions: readonly ActionProgram[];
  readonly wait:
    | { readonly event: AwaitedEvent | undefined; readonly atMostMs: number | undefined }
    | undefined;
}

/** A service made ready to run. It does not know its key: an unchanged service is one program under any name. */
export interface ServiceProgram {
  readonly source: Service;
  readonly first: string;
  readonly steps: ReadonlyMap<string, StepProgram>;
  readonly facts: Readonly<Record<string, FactType>>;
  readonly limits: readonly LimitProgram[];
  /** When people work; a text is the key of a calendar, which stands in the same release (`clockOf`). */
  readonly calendar: WorkingTime | string;
  readonly ratingMs: number | undefined;
  readonly reopening: { readonly withinMs: number; readonly to: string } | undefined;
}
