import type { AttachmentValue, ReferenceValue } from "#engines/forms/index.ts";
import type { KeptFile } from "./field-store.ts";
import type { Fault, FieldTask, Submission, TaskSnapshot } from "./types.ts";

/** What became of a call. `offline`: nobody answered, or a server that is not itself; it is tried again. */
export type Answer<Value> =
  | { readonly kind: "done"; readonly value: Value }
  | { readonly kind: "offline" }
  | { readonly kind: "signed-out" }
  | { readonly kind: "refused"; readonly status: number; readonly fault: Fault };

/** The server, as the field inbox needs it. */
export interface FieldApi {
  inbox(): Promise<Answer<readonly FieldTask[]>>;
  task(caseId: string): Promise<Answer<TaskSnapshot>>;
  claim(caseId: string): Promise<Answer<unknown>>;
  submit(submission: Submission): Promise<Answer<{ readonly repeated: boolean }>>;
  upload(file: KeptFile): Promise<Answer<AttachmentValue>>;
  search(procedure: SearchProcedure, text: string): Promise<Answer<readonly ReferenceValue[]>>;
}

export type SearchProcedure = "premise.listMeters" | "premise.list" | "customer.list";

const TIMEOUT_MS = 20_000;
const UPLOAD_TIMEOUT_MS = 120_000;

/** The API of a utility whose pages lie under `base`. */
export function fieldApi(base: string): FieldApi {
  const query = <Value>(procedure: string, input: unknown) =>
    call<Value>(`${base}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {
      method: "GET",
    });
  const mutate = <Value>(procedure: string, input: unknown) =>
    call<Value>(`${base}/api/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
  return {
    async inbox() {
      const answer = await query<{ tasks: readonly FieldTask[] }>("case.listInbox", {});
      return answer.kind === "done" ? { kind: "done", value: answer.value.tasks } : answer;
    },
    async task(caseId) {
      // The page's own loader, not the procedure: it fills in the defaults of the form.
      return call<TaskSnapshot>(`${base}/workspace/inbox/tasks/${caseId}`, { method: "GET" });
    },
    claim: (caseId) => mutate("case.claim", { caseId }),
    submit: ({ caseId, taskNumber, baseVersion, key, outcome, data, doneAt }) =>
      mutate("case.submitTask", {
        caseId,
        taskNumber,
        baseVersion,
        key,
        data,
        doneAt,
        ...(outcome === undefined ? {} : { outcome }),
      }),
    upload: ({ id, name, mime, blob }) =>
      call(
        `${base}/api/attachments/${id}?name=${encodeURIComponent(name)}`,
        { method: "PUT", headers: { "content-type": mime || "application/octet-stream" }, body: blob },
        UPLOAD_TIMEOUT_MS,
      ),
    async search(procedure, text) {
      const answer = await query<{ rows: readonly Record<string, unknown>[] }>(procedure, { search: text });
      if (answer.kind !== "done") return answer;
      return { kind: "done", value: answer.value.rows.slice(0, 12).map(referenceOf) };
    },
  };
}

function referenceOf(row: Record<string, unknown>): ReferenceValue {
  const words = [row.serial ?? row.number, row.name ?? row.address].filter(
    (part) => typeof part === "string",
  );
  return { id: String(row.id), name: words.join(" · ") };
}

async function call<Value>(
  address: string,
  init: RequestInit,
  timeoutMs = TIMEOUT_MS,
): Promise<Answer<Value>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(address, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    if (response.redirected && new URL(response.url).pathname.endsWith("/auth/sign-in"))
      return { kind: "signed-out" };
    body = await response.json();
  } catch {
    return { kind: "offline" };
  }
  if (response.ok) return { kind: "done", value: unwrapped(body) as Value };
  if (response.status === 401) return { kind: "signed-out" };
  // Overloaded or falling over is not an answer to what was asked.
  if (response.status >= 500 || response.status === 429 || response.status === 408)
    return { kind: "offline" };
  return { kind: "refused", status: response.status, fault: faultIn(body) };
}

/** tRPC wraps its answers, endpoints do not. */
function unwrapped(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("result" in body)) return body;
  return (body.result as { data?: unknown }).data;
}

function faultIn(body: unknown): Fault {
  const error = (body as { error?: Record<string, unknown> }).error;
  const data = (error?.data ?? body) as { code?: string; where?: { path?: string } };
  const message = String(error?.message ?? (body as { message?: unknown }).message ?? "");
  return {
    code: data.code ?? "UNEXPECTED",
    message,
    ...(data.where?.path === undefined ? {} : { path: data.where.path }),
  };
}
