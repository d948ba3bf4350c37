import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { WebSocket } from "ws";
import * as Y from "yjs";
import { type DraftClient, LOCAL } from "#app/components/draft/draft-client.ts";
import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase, withIdentity } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { loadDraft, openDraft } from "#app/services/draft/store.ts";
import { hashToken } from "#app/services/identity/token.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { testDatabase } from "../../tests/database.ts";
import {
  type CollabProcess,
  openEditor,
  openSocket,
  startCollabProcess,
  tokenOf,
  untilSaved,
} from "../../tests/fixtures/collab.ts";
import { makeWorld, type World } from "../../tests/world.ts";
import { addComment } from "./document/comments.ts";
import { changeItem, itemsIn, newDraftDoc, readItem, readItems, writeItem } from "./document/draft.ts";
import { admit, PASSED_ON } from "./join.ts";
import { CLOSE, UPDATE_LIMIT, updateFrame } from "./protocol.ts";

await testDatabase();
addAllLocales();
let world: World;
let draftId: string;
let admin: string;
let process_: CollabProcess;
const editors: DraftClient[] = [];

beforeAll(async () => {
  world = await makeWorld();
  draftId = (await openDraft(systemScope(world.city.id), new Date())).id;
  admin = await tokenOf("linzhou", "tenant-admin@linzhou");
  process_ = await startCollabProcess();
});
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});
afterAll(async () => {
  await process_.stop();
  await closeDatabase();
});

const note = { label: { "zh-CN": "甲", en: "A" }, checks: { gap: { severity: "error" } } };

/** An editor of the city's administrator, by default at the process that runs. */
function edit(token = admin, port: () => number = () => process_.port): DraftClient {
  const editor = openEditor({ port, slug: "linzhou", token, draftId });
  editors.push(editor);
  return editor;
}

const kept = async (): Promise<Item[]> =>
  readItems((await loadDraft(systemScope(world.city.id), draftId)).doc);

const change = ({ doc }: DraftClient, item: string, pointer: string, value: string): void =>
  doc.transact(() => changeItem(doc, item, pointer, value), LOCAL);

const write = ({ doc }: DraftClient, item: string, content: JsonObject): void =>
  doc.transact(() => writeItem(doc, item, content), LOCAL);

async function untilAlike(...all: DraftClient[]): Promise<void> {
  await untilSaved(...all);
  await vi.waitFor(
    () => {
      for (const { doc } of all) expect(readItems(doc)).toEqual(readItems(all[0]!.doc));
    },
    { timeout: 10_000, interval: 20 },
  );
}

describe("two people in one draft", () => {
  it("see each other's changes, and each other; what is acknowledged is in the database", async () => {
    const [one, two] = [edit(), edit()];
    await untilSaved(one, two);
    one.moveTo("estimation/a", "/label/en");
    write(one, "estimation/a", note);
    await untilAlike(one, two);
    expect(await kept()).toContainEqual({ kind: "estimation", key: "a", content: note });
    change(two, "estimation/a", "/label/en", "B");
    change(one, "estimation/a", "/checks/gap/severity", "info");
    await untilAlike(one, two);
    expect(readItem(one.doc, "estimation/a")).toEqual({
      label: { "zh-CN": "甲", en: "B" },
      checks: { gap: { severity: "info" } },
    });
    expect(await kept()).toEqual(readItems(two.doc));
    await vi.waitFor(() =>
      expect(two.state.others).toMatchObject([{ item: "estimation/a", path: "/label/en", canEdit: true }]),
    );
    one.destroy();
    await vi.waitFor(() => expect(two.state.others).toEqual([]));
  });

  it("one without a connection goes on; when they are back both have one result", async () => {
    const [one, two] = [edit(), edit()];
    write(one, "estimation/b", note);
    await untilAlike(one, two);
    two.disconnect();
    await vi.waitFor(() => expect(two.state.status).toBe("offline"));
    change(two, "estimation/b", "/label/zh-CN", "乙");
    change(one, "estimation/b", "/label/en", "Z");
    expect(two.state.unsaved).toBe(true);
    await untilAlike(one, two);
    expect(readItem(one.doc, "estimation/b")?.label).toEqual({ "zh-CN": "乙", en: "Z" });
  });
});

describe("processes come and go", () => {
  it("a process that is killed loses nothing that it acknowledged, and another goes on", async () => {
    const editor = edit();
    write(editor, "estimation/killed", note);
    await untilSaved(editor);
    for (let round = 0; round < 3; round++) {
      let acknowledged = "";
      let last = "";
      const typing = (async () => {
        for (let count = 0; count < 60; count++) {
          last = `${round}.${count}`;
          change(editor, "estimation/killed", "/label/en", last);
          await sleep(7);
          if (!editor.state.unsaved) acknowledged = last;
        }
      })();
      await sleep(120 + 60 * round);
      const sure = acknowledged;
      await process_.kill();
      const inDatabase = (await kept()).find(({ key }) => key === "killed")?.content.label as { en: string };
      const rank = (text: string): number =>
        Number(text.split(".")[1] ?? -1) + 1000 * Number(text.split(".")[0]);
      expect(rank(inDatabase.en)).toBeGreaterThanOrEqual(sure === "" ? -1 : rank(sure));
      process_ = await startCollabProcess();
      await typing;
      await untilSaved(editor);
      expect((await kept()).find(({ key }) => key === "killed")?.content.label).toEqual({
        "zh-CN": "甲",
        en: last,
      });
    }
  });

  it("one process holds a draft; when it stops in order the next one takes it at once", async () => {
    let port = process_.port;
    const editor = edit(admin, () => port);
    await untilSaved(editor);
    const other = await startCollabProcess();
    const refused = openSocket(other.port, "linzhou", admin);
    await expect(answerOf(refused)).resolves.toMatchObject({ status: 409, code: "DRAFT_HELD_ELSEWHERE" });
    port = other.port;
    const begun = Date.now();
    await process_.stop();
    write(editor, "estimation/moved", note);
    await untilSaved(editor);
    expect(Date.now() - begun).toBeLessThan(4_000);
    expect((await kept()).map(({ key }) => key)).toContain("moved");
    process_ = other;
  });
});

/** The refusal of a connection, before it was one. */
async function answerOf(socket: WebSocket): Promise<{ status: number; code: string }> {
  return new Promise((resolve) => {
    socket.on("unexpected-response", (_, response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).code }));
    });
  });
}

describe("somebody hostile", () => {
  /** Sends what a page never would, and says with what the process answered. */
  async function attack(
    frames: readonly (Uint8Array | string)[],
  ): Promise<{ close: number; refused: string[] }> {
    const socket = openSocket(process_.port, "linzhou", admin);
    const refused: string[] = [];
    socket.on("message", (data, isBinary) => {
      const message = isBinary ? {} : JSON.parse(String(data));
      if (message.type === "refused") refused.push(message.code);
      if (message.type === "welcome") for (const frame of frames) socket.send(frame);
    });
    const close = await new Promise<number>((resolve) => {
      socket.on("close", (code) => resolve(code));
      setTimeout(() => socket.close(4999), 5_000).unref();
    });
    return { close, refused };
  }

  /** An update that does this to a document which knows the draft. */
  async function updateOf(does: (doc: Y.Doc) => void): Promise<Uint8Array> {
    const doc = newDraftDoc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate((await loadDraft(systemScope(world.city.id), draftId)).doc));
    const before = Y.encodeStateVector(doc);
    does(doc);
    return updateFrame(1, Y.encodeStateAsUpdate(doc, before));
  }
  const text = (doc: Y.Doc): Y.Text => {
    void doc;
    return new Y.Text("x");
  };
  const content = (doc: Y.Doc): Y.Map<unknown> => itemsIn(doc).get("estimation/a") as Y.Map<unknown>;

  const cases: Record<string, [() => Promise<Uint8Array | string>, string]> = {
    "garbage in a binary frame": [async () => Uint8Array.of(9, 9, 9), "DRAFT_UPDATE_MALFORMED"],
    "garbage in an update": [
      async () =>
        updateFrame(
          1,
          Uint8Array.from({ length: 400 }, (_, at) => (at * 89 + 7) % 256),
        ),
      "DRAFT_UPDATE_MALFORMED",
    ],
    "text that is no message": [async () => '{"type":"welcome"}', "DRAFT_UPDATE_MALFORMED"],
    "a long text": [async () => "x".repeat(50_000), "DRAFT_UPDATE_MALFORMED"],
    "a change that builds on one that never came": [
      async () => {
        const doc = newDraftDoc();
        itemsIn(doc).set("estimation/x", new Y.Map());
        const before = Y.encodeStateVector(doc);
        itemsIn(doc).set("estimation/y", new Y.Map());
        return updateFrame(1, Y.encodeStateAsUpdate(doc, before));
      },
      "DRAFT_UPDATE_MALFORMED",
    ],
    "a root of its own": [() => updateOf((doc) => doc.getMap("junk").set("a", 1)), "DRAFT_SHAPE"],
    "an item that is a text": [() => updateOf((doc) => itemsIn(doc).set("estimation/a", "x")), "DRAFT_SHAPE"],
    "an item of no kind": [() => updateOf((doc) => itemsIn(doc).set("evil/a", new Y.Map())), "DRAFT_SHAPE"],
    "a key that is none": [
      () => updateOf((doc) => itemsIn(doc).set("tariff/../x", new Y.Map())),
      "DRAFT_SHAPE",
    ],
    "rich text in a field": [() => updateOf((doc) => content(doc).set("label", text(doc))), "DRAFT_SHAPE"],
    "bytes in a field": [() => updateOf((doc) => content(doc).set("label", Uint8Array.of(1))), "DRAFT_SHAPE"],
    "a plain object in a field": [
      () => updateOf((doc) => content(doc).set("label", { a: 1 })),
      "DRAFT_SHAPE",
    ],
    "a name that reaches a prototype": [
      () => updateOf((doc) => content(doc).set("__proto__", "x")),
      "DRAFT_SHAPE",
    ],
    "a member of a list that is none": [
      () => updateOf((doc) => content(doc).set("list", Y.Array.from([1, 2]))),
      "DRAFT_SHAPE",
    ],
    "a depth without end": [
      () =>
        updateOf((doc) => {
          let map = content(doc);
          for (let depth = 0; depth < 60; depth++) {
            const inner = new Y.Map<unknown>();
            map.set("a", inner);
            map = inner;
          }
        }),
      "DRAFT_SHAPE",
    ],
    "a list beside the fields of a record": [() => updateOf((doc) => listIn(doc)), "DRAFT_SHAPE"],
    "a comment in another's name": [
      () =>
        updateOf((doc) =>
          addComment(doc, {
            id: "c1",
            item: "estimation/a",
            path: "",
            text: "fire him",
            by: world.staff.auditor.personId,
            byName: "Auditor",
            atMs: 1,
          }),
        ),
      "DRAFT_COMMENT_FORGED",
    ],
  };

  /** As no call of Yjs does it: content of a list put into a map. */
  function listIn(doc: Y.Doc): void {
    Y.Array.prototype.insert.call(content(doc) as unknown as Y.Array<unknown>, 0, ["x"]);
  }

  beforeAll(async () => {
    const editor = edit();
    await untilSaved(editor);
    write(editor, "estimation/a", note);
    await untilSaved(editor);
  });

  it.each(Object.entries(cases))(
    "%s is refused and told; nothing of it stays, and the others go on",
    async (_, [frame, code]) => {
      const other = edit();
      await untilSaved(other);
      const before = await kept();
      expect(await attack([await frame()])).toEqual({ close: CLOSE.refused, refused: [code] });
      expect(await kept()).toEqual(before);
      const said = `${code} ${Math.random()}`;
      change(other, "estimation/a", "/label/en", said);
      await untilSaved(other);
      expect(other.state.status).toBe("online");
      expect(readItem(other.doc, "estimation/a")).toEqual({ ...note, label: { ...note.label, en: said } });
      expect((await kept()).find(({ key }) => key === "a")?.content).toEqual(
        readItem(other.doc, "estimation/a"),
      );
    },
  );

  it("a giant update ends the connection, not the process", async () => {
    const { close } = await attack([updateFrame(1, new Uint8Array(UPDATE_LIMIT + 10))]);
    expect(close).toBe(1009);
    const other = edit();
    await untilSaved(other);
  });

  it("a flood is cut off", async () => {
    const flood = Array.from({ length: 2_000 }, () => '{"type":"place","item":"","path":""}');
    expect(await attack(flood)).toEqual({ close: CLOSE.crowded, refused: ["DRAFT_TOO_FAST"] });
  });

  it("a change under the mark of somebody else's editor is refused, and theirs are kept", async () => {
    const other = edit();
    await untilSaved(other);
    change(other, "estimation/a", "/label/en", "mine");
    await untilSaved(other);
    // Another person with the same right, under the same client id.
    await giveEverything(world.staff.dispatcher.personId);
    const token = await tokenOf("linzhou", "dispatcher@linzhou");
    const thief = openEditor({ port: () => process_.port, slug: "linzhou", token, draftId });
    editors.push(thief);
    await untilSaved(thief);
    thief.doc.clientID = other.doc.clientID;
    change(thief, "estimation/a", "/label/en", "stolen");
    await vi.waitFor(() =>
      expect(thief.state).toMatchObject({ status: "refused", reason: { code: "DRAFT_AUTHOR_FORGED" } }),
    );
    change(other, "estimation/a", "/label/en", "still mine");
    await untilSaved(other);
    expect((await kept()).find(({ key }) => key === "a")?.content.label).toMatchObject({ en: "still mine" });
  });
});

async function giveEverything(personId: string): Promise<void> {
  await withIdentity((sql) =>
    sql.query("UPDATE identity.membership SET roles = '{tenant-admin}' WHERE person_id = $1", [personId]),
  );
}

describe("who may", () => {
  it("a watcher sees the draft and its changes, and changes nothing", async () => {
    const [watcher, editor] = [edit(await tokenOf("linzhou", "auditor@linzhou")), edit()];
    await untilSaved(watcher, editor);
    expect(watcher.state.canEdit).toBe(false);
    change(editor, "estimation/a", "/label/en", "seen");
    await vi.waitFor(() =>
      expect(readItem(watcher.doc, "estimation/a")?.label).toMatchObject({ en: "seen" }),
    );
    change(watcher, "estimation/a", "/label/en", "not allowed");
    await vi.waitFor(() => expect(watcher.state.reason?.code).toBe("DRAFT_READ_ONLY"));
    expect(readItem(editor.doc, "estimation/a")?.label).toMatchObject({ en: "seen" });
  });

  it("who has joined is asked again: an ended session and a right taken away count", async () => {
    const token = await tokenOf("linzhou", "tenant-admin@linzhou");
    const headers = { [PASSED_ON.slug]: "linzhou", [PASSED_ON.token]: token };
    const admitted = await admit({ headers } as never);
    expect(await admitted.again()).toEqual({ canEdit: true });
    await withIdentity((sql) =>
      sql.query("UPDATE identity.session SET expires_at = now() WHERE token_hash = $1", [hashToken(token)]),
    );
    expect(await admitted.again()).toBeNull();
  });
});

it("whatever three people do, with connections that break, all end with one draft, which is the one in the database", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.nat(2), fc.constantFrom("/label/en", "/label/zh-CN", "/list", "/checks/gap"), fc.nat(9)),
        {
          minLength: 5,
          maxLength: 25,
        },
      ),
      async (steps) => {
        const three = [edit(), edit(), edit()];
        write(three[0]!, "estimation/p", note);
        await untilAlike(...three);
        for (const [who, pointer, number] of steps) {
          const editor = three[who] as DraftClient;
          if (number === 9) editor.disconnect();
          const value =
            pointer === "/list"
              ? Array.from({ length: number }, (_, at) => ({ code: `c${(at * 7) % 5}` }))
              : `${number}`;
          editor.doc.transact(() => changeItem(editor.doc, "estimation/p", pointer, value), LOCAL);
          if (number % 3 === 0) await sleep(number);
        }
        await untilAlike(...three);
        expect(await kept()).toEqual(readItems(three[0]!.doc));
        for (const editor of three) editor.destroy();
      },
    ),
    { numRuns: 8 },
  );
}, 120_000);
