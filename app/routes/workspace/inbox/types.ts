import type { InboxTask } from "#app/services/case/list-inbox.ts";
import type { TaskView } from "#app/services/case/show-task.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";

/** A line of the inbox. */
export type FieldTask = InboxTask;

/** A task with all that is needed to do it without a network. */
export interface TaskSnapshot {
  readonly caseId: string;
  readonly view: TaskView;
  /** The form with its defaults filled in, ready to be compiled. */
  readonly form: Form | null;
  /** When the server said so, ISO 8601. */
  readonly at: string;
}

/** What somebody filled in and wants to be sent, until the server has taken it. */
export interface Submission {
  /** The idempotency key: however often it is sent, it counts once. */
  readonly key: string;
  readonly caseId: string;
  readonly taskNumber: number;
  readonly baseVersion: number;
  readonly outcome: string | undefined;
  readonly data: JsonObject;
  /** When it was filled in, ISO 8601. */
  readonly doneAt: string;
  /** The task as the person had it before them. */
  readonly task: TaskSnapshot;
  readonly state: "waiting" | "conflict" | "refused";
  /** What the server said of it. */
  readonly fault?: Fault;
  /** The task as it is now, where it is another one. */
  readonly now?: TaskSnapshot | null;
}

export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
}
