import { attachmentsIn } from "#engines/forms/index.ts";
import type { FieldApi } from "./field-api.ts";
import type { FieldStore } from "./field-store.ts";
import type { Submission } from "./types.ts";

/** What came of a round of sending. */
export interface SyncReport {
  readonly sent: readonly string[];
  /** Nobody answered: another round when there is a network. */
  readonly offline: boolean;
  readonly signedOut: boolean;
}

/**
 * Sends what waits, oldest first: its files, then the form. Whatever happens in between, nothing is lost and nothing
 * counts twice: a submission leaves the queue only after the server has taken it under its key, or when the person says so.
 * What the server refuses does not hold up the others.
 */
export async function sendWaiting(store: FieldStore, api: FieldApi): Promise<SyncReport> {
  const sent: string[] = [];
  const queue = [...(await store.all("queue"))]
    .filter(({ state }) => state === "waiting")
    .sort((a, b) => (a.doneAt < b.doneAt ? -1 : a.doneAt > b.doneAt ? 1 : 0));
  for (const submission of queue) {
    const outcome = await send(store, api, submission);
    if (outcome === "sent") sent.push(submission.caseId);
    if (outcome === "offline" || outcome === "signed-out")
      return { sent, offline: outcome === "offline", signedOut: outcome === "signed-out" };
  }
  return { sent, offline: false, signedOut: false };
}

/** Whether the server speaks of the task having changed, not of what was filled in. */
const CHANGED = new Set(["CASE_CHANGED", "CASE_TAKEN", "CASE_NOT_YOURS", "NOT_FOUND", "FORBIDDEN"]);

async function send(
  store: FieldStore,
  api: FieldApi,
  submission: Submission,
): Promise<"sent" | "offline" | "signed-out" | "kept"> {
  const { form } = submission.task;
  const mentioned = form === null ? [] : attachmentsIn(form, submission.data);
  for (const { id } of mentioned) {
    const file = await store.get("files", id);
    // A file that is not kept here lies on the server already.
    if (file === undefined || file.sent) continue;
    const answer = await api.upload(file);
    if (answer.kind === "refused") {
      await store.put("queue", { ...submission, state: "refused", fault: answer.fault });
      return "kept";
    }
    if (answer.kind !== "done") return answer.kind;
    await store.put("files", { ...file, sent: true });
  }
  const answer = await api.submit(submission);
  if (answer.kind === "offline" || answer.kind === "signed-out") return answer.kind;
  if (answer.kind === "done") {
    await store.remove("queue", submission.key);
    for (const { id } of mentioned) await store.remove("files", id);
    await store.remove("tasks", submission.caseId);
    return "sent";
  }
  if (!CHANGED.has(answer.fault.code)) {
    await store.put("queue", { ...submission, state: "refused", fault: answer.fault });
    return "kept";
  }
  const now = await api.task(submission.caseId);
  if (now.kind === "offline" || now.kind === "signed-out") return now.kind;
  await store.put("queue", {
    ...submission,
    state: "conflict",
    fault: answer.fault,
    now: now.kind === "done" ? now.value : null,
  });
  return "kept";
}
