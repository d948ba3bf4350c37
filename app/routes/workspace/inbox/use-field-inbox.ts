import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { writeFieldTrace } from "#app/components/field-trace.ts";
import { newAttachmentId } from "#app/components/form-renderer/attachment-id.ts";
import type { FormPorts } from "#app/components/form-renderer/ports.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { type FieldApi, fieldApi } from "./field-api.ts";
import { type Draft, type FieldStore, fieldStoreName, openFieldStore } from "./field-store.ts";
import { keepPage } from "./keep-page.ts";
import { sendWaiting } from "./sync.ts";
import type { FieldTask, Submission, TaskSnapshot } from "./types.ts";

export interface FieldPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** How often it is tried again while something waits. */
const RETRY_MS = 15_000;
/** Tasks of one's own that are fetched ahead, so that they open in the basement too. */
const FETCHED_AHEAD = 30;

export interface FieldInbox {
  readonly ready: boolean;
  readonly online: boolean;
  readonly signedOut: boolean;
  readonly busy: boolean;
  readonly tasks: readonly FieldTask[];
  /** When the list was last heard from the server, ISO 8601. */
  readonly heardAt: string | undefined;
  readonly queue: readonly Submission[];
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly ports: FormPorts;
  refresh(): Promise<void>;
  open(caseId: string): Promise<TaskSnapshot | undefined>;
  claim(task: FieldTask): Promise<string | undefined>;
  saveDraft(draft: Draft): Promise<void>;
  dropDraft(caseId: string): Promise<void>;
  enqueue(submission: Submission): Promise<void>;
  /** Puts a changed submission back into the queue. */
  resend(submission: Submission): Promise<void>;
  /** Takes it out of the queue; into the form again, or away for good. */
  takeBack(submission: Submission, into: "form" | "nothing"): Promise<void>;
}

/** The field inbox on this device: what is known, what waits, and how it is sent. */
export function useFieldInbox(base: string, person: FieldPerson, first: readonly FieldTask[]): FieldInbox {
  const api = useMemo(() => fieldApi(base), [base]);
  const [store, setStore] = useState<FieldStore>();
  const [tasks, setTasks] = useState(first);
  const [heardAt, setHeardAt] = useState<string>();
  const [queue, setQueue] = useState<readonly Submission[]>([]);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [online, setOnline] = useState(true);
  const [signedOut, setSignedOut] = useState(false);
  const [busy, setBusy] = useState(false);

  const look = useCallback(
    async (from: FieldStore) => {
      const waiting = await from.all("queue");
      setQueue(waiting);
      setDrafts(new Map((await from.all("drafts")).map((draft) => [draft.caseId, draft])));
      writeFieldTrace(base, person.name, { waiting: waiting.length, store: fieldStoreName(base, person.id) });
    },
    [base, person.id, person.name],
  );

  const round = useRound(store, api, { look, setTasks, setHeardAt, setOnline, setSignedOut, setBusy });

  useEffect(() => {
    let gone = false;
    void openFieldStore(fieldStoreName(base, person.id)).then(async (opened) => {
      if (gone) return;
      const kept = await opened.get("inbox", "inbox");
      // Without a network the page is the one of yesterday; what was heard since then is newer.
      if (kept && !navigator.onLine) {
        setTasks(kept.tasks);
        setHeardAt(kept.at);
      }
      setOnline(navigator.onLine);
      await look(opened);
      setStore(opened);
    });
    void keepPage(base).catch(() => {});
    return () => {
      gone = true;
    };
  }, [base, person.id, look]);

  useEffect(() => {
    if (store === undefined) return;
    void round();
    const back = () => void round();
    const lost = () => setOnline(false);
    window.addEventListener("online", back);
    window.addEventListener("offline", lost);
    const timer = setInterval(() => document.visibilityState === "visible" && back(), RETRY_MS);
    return () => {
      window.removeEventListener("online", back);
      window.removeEventListener("offline", lost);
      clearInterval(timer);
    };
  }, [store, round]);

  const ports = useMemo<FormPorts>(() => portsOf(base, store, api, online), [base, store, api, online]);
  const needed = (): FieldStore => {
    if (store === undefined) throw new Error("the browser's database is not open yet");
    return store;
  };

  return {
    ready: store !== undefined,
    online,
    signedOut,
    busy,
    tasks,
    heardAt,
    queue,
    drafts,
    ports,
    refresh: round,
    async open(caseId) {
      const answer = await api.task(caseId);
      if (answer.kind === "done") {
        await needed().put("tasks", answer.value);
        return answer.value;
      }
      if (answer.kind === "signed-out") setSignedOut(true);
      return needed().get("tasks", caseId);
    },
    async claim(task) {
      const answer = await api.claim(task.caseId);
      if (answer.kind === "done") await round();
      return answer.kind === "refused" ? answer.fault.message : undefined;
    },
    async saveDraft(draft) {
      await needed().put("drafts", draft);
      setDrafts((before) => new Map(before).set(draft.caseId, draft));
    },
    async dropDraft(caseId) {
      await needed().remove("drafts", caseId);
      await look(needed());
    },
    async enqueue(submission) {
      await needed().put("queue", submission);
      await needed().remove("drafts", submission.caseId);
      await look(needed());
      void round();
    },
    async resend(submission) {
      await needed().put("queue", submission);
      await look(needed());
      void round();
    },
    async takeBack(submission, into) {
      if (into === "form") {
        const version = submission.now?.view.version ?? submission.baseVersion;
        await needed().put("drafts", draftOf(submission, version));
      }
      await needed().remove("queue", submission.key);
      await look(needed());
    },
  };
}

function draftOf({ caseId, taskNumber, data, outcome }: Submission, version: number): Draft {
  return { caseId, taskNumber, version, value: data as JsonObject, outcome, at: new Date().toISOString() };
}

interface Hearers {
  look(store: FieldStore): Promise<void>;
  setTasks(tasks: readonly FieldTask[]): void;
  setHeardAt(at: string): void;
  setOnline(online: boolean): void;
  setSignedOut(signedOut: boolean): void;
  setBusy(busy: boolean): void;
}

/** One round: send what waits, hear the list, fetch one's own tasks ahead. One at a time, over all windows of the browser. */
function useRound(store: FieldStore | undefined, api: FieldApi, hearers: Hearers): () => Promise<void> {
  const told = useRef(hearers);
  told.current = hearers;
  return useCallback(async () => {
    if (store === undefined) return;
    const { look, setTasks, setHeardAt, setOnline, setSignedOut, setBusy } = told.current;
    await alone(async () => {
      setBusy(true);
      try {
        const report = await sendWaiting(store, api);
        await look(store);
        const heard = report.offline ? { kind: "offline" as const } : await api.inbox();
        setOnline(heard.kind !== "offline");
        setSignedOut(heard.kind === "signed-out" || report.signedOut);
        if (heard.kind !== "done") return;
        const at = new Date().toISOString();
        setTasks(heard.value);
        setHeardAt(at);
        await store.put("inbox", { id: "inbox", tasks: heard.value, at });
        await fetchAhead(store, api, heard.value);
      } finally {
        setBusy(false);
      }
    });
  }, [store, api]);
}

async function fetchAhead(store: FieldStore, api: FieldApi, tasks: readonly FieldTask[]): Promise<void> {
  const mine = tasks.filter((task) => task.mine).slice(0, FETCHED_AHEAD);
  for (const task of mine) {
    const kept = await store.get("tasks", task.caseId);
    if (kept?.view.taskNumber === task.taskNumber && kept.view.version === task.version) continue;
    const answer = await api.task(task.caseId);
    if (answer.kind === "offline") return;
    if (answer.kind === "done") await store.put("tasks", answer.value);
  }
}

let last: Promise<void> = Promise.resolve();

/** One round after another in this window, and one at a time over all windows of the browser. */
function alone(work: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  const locked = () => (locks === undefined ? work() : locks.request("manifold-field", work));
  // Whoever asks for a round wants what is true after asking: a round under way is not enough.
  last = last.then(locked, locked);
  return last;
}

/** Files go into the store of the device; they are uploaded with the form that mentions them. */
function portsOf(base: string, store: FieldStore | undefined, api: FieldApi, online: boolean): FormPorts {
  if (store === undefined) return {};
  const shown = new Map<string, string>();
  const PROCEDURES = {
    meter: "premise.listMeters",
    premise: "premise.list",
    customer: "customer.list",
  } as const;
  return {
    attachments: {
      async take(blob, name) {
        const file = {
          id: newAttachmentId(),
          name,
          mime: blob.type || "application/octet-stream",
          size: blob.size,
        };
        await store.put("files", { ...file, blob, sent: false });
        return file;
      },
      async hrefOf({ id }) {
        const known = shown.get(id);
        if (known !== undefined) return known;
        const file = await store.get("files", id);
        const href = file === undefined ? `${base}/api/attachments/${id}` : URL.createObjectURL(file.blob);
        shown.set(id, href);
        return href;
      },
    },
    ...(online && {
      search: async (type, text) => {
        if (type === "person" || type === "orgUnit") return [];
        const answer = await api.search(PROCEDURES[type], text);
        if (answer.kind !== "done") throw new Error(answer.kind);
        return answer.value;
      },
    }),
  };
}
