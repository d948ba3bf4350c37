import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formSchema } from "#schema/blueprint/form/schema.ts";
import type { Answer, FieldApi } from "./field-api.ts";
import type { FieldStore, StoreName } from "./field-store.ts";
import { sendWaiting } from "./sync.ts";
import type { Submission, TaskSnapshot } from "./types.ts";

/** The store of the browser, on a map. */
function mapStore(): FieldStore {
  const keys = { inbox: "id", tasks: "caseId", drafts: "caseId", files: "id", queue: "key" } as const;
  const stores = new Map<StoreName, Map<string, unknown>>();
  const of = (name: StoreName) => stores.get(name) ?? stores.set(name, new Map()).get(name)!;
  return {
    get: async (name, key) => of(name).get(key) as never,
    all: async (name) => [...of(name).values()] as never,
    put: async (name, row) => {
      of(name).set((row as unknown as Record<string, string>)[keys[name]] as string, row);
    },
    remove: async (name, key) => void of(name).delete(key),
    clear: async (name) => of(name).clear(),
  };
}

const words = { "zh-CN": "x", en: "x" };
const form = formSchema.parse({
  label: words,
  fields: [{ id: "photos", type: "photo", label: words }],
});
const task = (caseId: string) => ({ caseId, form, view: {}, at: "" }) as unknown as TaskSnapshot;
const file = (at: number) => ({
  id: `0190a000-0000-7000-8000-00000000000${at}`,
  name: "a.jpg",
  mime: "image/jpeg",
  size: 1,
});
const submission = (at: number): Submission => ({
  key: `key-${at}`,
  caseId: `case-${at}`,
  taskNumber: 1,
  baseVersion: 1,
  outcome: undefined,
  data: { photos: [file(at)] },
  doneAt: `2026-11-25T0${at}:00:00Z`,
  task: task(`case-${at}`),
  state: "waiting",
});

async function filled(count: number): Promise<FieldStore> {
  const store = mapStore();
  for (let at = 0; at < count; at++) {
    await store.put("queue", submission(at));
    await store.put("files", { ...file(at), blob: new Blob(["x"]), sent: false });
  }
  return store;
}

/** A server that keeps what it took, by key; `weather` says for each call whether the way there or back is lost. */
function server(weather: () => "fine" | "lost-there" | "lost-back") {
  const files = new Set<string>();
  const taken = new Map<string, Submission>();
  const through = async <Value>(work: () => Answer<Value>): Promise<Answer<Value>> => {
    const now = weather();
    if (now === "lost-there") return { kind: "offline" };
    const answer = work();
    return now === "lost-back" ? { kind: "offline" } : answer;
  };
  const versions = new Map<string, number>();
  const api: FieldApi = {
    inbox: async () => ({ kind: "done", value: [] }),
    claim: async () => ({ kind: "done", value: null }),
    search: async () => ({ kind: "done", value: [] }),
    task: (caseId) => through(() => ({ kind: "done", value: task(caseId) })),
    upload: (sent) =>
      through(() => {
        files.add(sent.id);
        return { kind: "done", value: { id: sent.id, name: sent.name, mime: sent.mime, size: sent.size } };
      }),
    submit: (sent) =>
      through<{ repeated: boolean }>(() => {
        if (taken.has(sent.key)) return { kind: "done", value: { repeated: true } };
        if ((versions.get(sent.caseId) ?? 1) !== sent.baseVersion)
          return { kind: "refused", status: 409, fault: { code: "CASE_CHANGED", message: "changed" } };
        // Forms come after their files.
        expect(files.has((sent.data.photos as { id: string }[])[0]?.id ?? "")).toBe(true);
        taken.set(sent.key, sent);
        versions.set(sent.caseId, sent.baseVersion + 1);
        return { kind: "done", value: { repeated: false } };
      }),
  };
  return { api, taken, files, versions };
}

describe("sending what waits", () => {
  it("loses nothing and counts nothing twice, whatever the network does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.constantFrom("fine", "lost-there", "lost-back"), { maxLength: 40 }),
        async (count, weather) => {
          const store = await filled(count);
          const there = server(() => (weather.shift() as "fine" | undefined) ?? "fine");
          for (let round = 0; round < 60; round++) {
            const before = (await store.all("queue")).length;
            await sendWaiting(store, there.api);
            // Whatever left the queue, the server has.
            const waiting = await store.all("queue");
            expect(before - waiting.length).toBeGreaterThanOrEqual(0);
            expect(there.taken.size).toBeGreaterThanOrEqual(count - waiting.length);
            if (waiting.length === 0) break;
          }
          expect([...there.taken.keys()].sort()).toEqual(
            Array.from({ length: count }, (_, at) => `key-${at}`),
          );
          expect(await store.all("files")).toEqual([]);
        },
      ),
    );
  });

  it("sends the oldest first and stops where nobody answers", async () => {
    const store = await filled(3);
    const order: string[] = [];
    const there = server(() => (order.length === 2 ? "lost-there" : "fine"));
    const submit = there.api.submit;
    const api: FieldApi = {
      ...there.api,
      submit: (sent) => {
        order.push(sent.key);
        return submit(sent);
      },
    };
    const report = await sendWaiting(store, api);
    expect(report).toEqual({ sent: ["case-0"], offline: true, signedOut: false });
    expect((await store.all("queue")).map(({ key }) => key)).toEqual(["key-1", "key-2"]);
  });

  it("keeps a submission to a task that changed, with the task as it is now, and goes on with the next", async () => {
    const store = await filled(2);
    const there = server(() => "fine");
    there.versions.set("case-0", 2);
    const report = await sendWaiting(store, there.api);
    expect(report.sent).toEqual(["case-1"]);
    const [kept] = await store.all("queue");
    expect(kept).toMatchObject({
      key: "key-0",
      state: "conflict",
      fault: { code: "CASE_CHANGED" },
      now: { caseId: "case-0" },
    });
    // Its photo stays until the person decides, and it is not sent again by itself.
    expect((await store.all("files")).map(({ id }) => id)).toEqual([file(0).id]);
    expect((await sendWaiting(store, there.api)).sent).toEqual([]);
  });

  it("waits for the person to sign in again", async () => {
    const store = await filled(1);
    const api: FieldApi = { ...server(() => "fine").api, submit: async () => ({ kind: "signed-out" }) };
    expect(await sendWaiting(store, api)).toEqual({ sent: [], offline: false, signedOut: true });
    expect((await store.all("queue"))[0]?.state).toBe("waiting");
  });

  it("keeps what the server refuses with its words and the field", async () => {
    const store = await filled(1);
    const fault = { code: "FORM_VALUE_REQUIRED", message: "fill in", path: "signature" };
    const api: FieldApi = {
      ...server(() => "fine").api,
      submit: async () => ({ kind: "refused", status: 422, fault }),
    };
    await sendWaiting(store, api);
    expect((await store.all("queue"))[0]).toMatchObject({ state: "refused", fault });
  });
});
