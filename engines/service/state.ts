import type { JsonObject } from "#schema/blueprint/item.ts";
import type { AwaitedEvent, Opener, Priority } from "#schema/blueprint/service/schema.ts";
import type { Hold } from "./clock.ts";

export const CASE_STATES = ["open", "held", "completed", "cancelled"] as const;
export type CaseStatus = (typeof CASE_STATES)[number];

/** One passage of a case through a step. A step that is passed twice is two tasks. */
export interface TaskState {
  /** 1 for the first of the case. */
  readonly number: number;
  readonly step: string;
  readonly state: "open" | "done" | "dropped";
  readonly enteredMs: number;
  readonly leftMs: number | null;
  /** Which of the step's limits counts; null for none. It is chosen at the entry. */
  readonly limit: number | null;
  readonly dueMs: number | null;
  /** When the limit passed and the task was still open. */
  readonly overdueMs: number | null;
  readonly assignee: string | null;
  readonly by: string | null;
  readonly outcome: string | null;
  /** Timers that have gone off. */
  readonly fired: readonly string[];
}

/** A case: everything that decides what happens next. Times are UTC milliseconds. */
export interface CaseState {
  readonly status: CaseStatus;
  readonly priority: Priority;
  readonly openedBy: Opener;
  readonly openedMs: number;
  readonly closedMs: number | null;
  readonly limit: number | null;
  readonly dueMs: number | null;
  readonly overdueMs: number | null;
  /** What was asked at the opening with what each step added; the later wins. */
  readonly data: JsonObject;
  readonly holds: readonly Hold[];
  readonly heldSinceMs: number | null;
  /** In order; while the case is open or held the last one is open. */
  readonly tasks: readonly TaskState[];
}

/** A timer that waits: `reminder:0`, `overdue`, `escalation:1`, `wait`, `case-overdue`. */
export interface Timer {
  readonly name: string;
  readonly atMs: number;
}

/** What came to pass, in order: it becomes the trace of the case, its messages and its actions. */
export type Happening =
  | { readonly kind: "opened"; readonly atMs: number }
  | { readonly kind: "entered"; readonly atMs: number; readonly task: number; readonly step: string }
  | { readonly kind: "skipped"; readonly atMs: number; readonly step: string }
  | {
      readonly kind: "left";
      readonly atMs: number;
      readonly task: number;
      readonly step: string;
      readonly outcome: string | null;
    }
  | { readonly kind: "assigned"; readonly atMs: number; readonly task: number; readonly to: string | null }
  | {
      readonly kind: "reminded" | "overdue";
      readonly atMs: number;
      readonly task: number;
      readonly step: string;
    }
  | {
      readonly kind: "escalated";
      readonly atMs: number;
      readonly task: number;
      readonly step: string;
      readonly role: string;
      readonly priority: Priority;
    }
  | {
      readonly kind: "case-overdue" | "completed" | "cancelled" | "held" | "resumed" | "reopened";
      readonly atMs: number;
    }
  | { readonly kind: "prioritised"; readonly atMs: number; readonly priority: Priority };

export interface Turn {
  readonly state: CaseState;
  readonly happenings: readonly Happening[];
}

/** What is done to a case. */
export type Operation =
  | { readonly kind: "assign"; readonly to: string | null }
  | {
      readonly kind: "submit";
      readonly by: string | null;
      readonly outcome?: string | undefined;
      readonly data: JsonObject;
    }
  | { readonly kind: "hold" }
  | { readonly kind: "resume" }
  | { readonly kind: "cancel" }
  | { readonly kind: "reopen" }
  | { readonly kind: "prioritise"; readonly priority: Priority }
  | { readonly kind: "event"; readonly event: AwaitedEvent };
