import * as Y from "yjs";
import { withTenantSql } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { draftErrors } from "#app/services/draft/errors.ts";
import { giveUpLease, type Lease, renewLease, requireLease } from "#app/services/draft/lease.ts";
import { compactDraft, keepUpdate, loadDraft, type Touch, updatesAfter } from "#app/services/draft/store.ts";
import { errorsOf, ManifoldError } from "#engines/kernel/errors.ts";
import { commentAuthors } from "./document/comments.ts";
import { clientsIn, inspect } from "./guard.ts";
import {
  CLOSE,
  DRAFT_LIMIT,
  type Present,
  type ServerMessage,
  updateFrame,
  vectorFrame,
} from "./protocol.ts";

const fail = errorsOf(draftErrors);

const RENEW_MS = 1_000;
/** So many changes, or so many bytes of them, and the state takes their place. */
const COMPACT_AFTER = { updates: 200, bytes: 500_000 } as const;

/** One window of one person, as the room sees it. */
export interface Editor {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  canEdit: boolean;
  place: { item: string; path: string };
  send(frame: string | Uint8Array): void;
  close(code: number): void;
}

type Work =
  | { readonly do: "join"; readonly editor: Editor }
  | { readonly do: "answer"; readonly editor: Editor; readonly vector: Uint8Array }
  | { readonly do: "change"; readonly editor: Editor; readonly n: number; readonly update: Uint8Array }
  /** Another process wrote: the database has more than this room knows. */
  | { readonly do: "fetch"; readonly editor?: undefined };

/** A change that is merged into the document and waits to be kept. */
interface Waiting {
  readonly editor: Editor;
  readonly n: number;
  readonly update: Uint8Array;
  /** False where the document knew it all already: an editor that connects anew sends what may be missing. */
  readonly isNew: boolean;
}

/**
 * One draft in memory, for as long as somebody has it open. The database is its truth: a change is kept there first, then
 * acknowledged, then shown to the others. All that comes in is worked off one by one; what came while the database wrote is
 * kept together by the next write.
 */
export class Room {
  readonly scope: Scope;
  readonly editors = new Set<Editor>();
  readonly #lease: Lease;
  readonly #onEnd: () => void;
  /** Who first used a client id of Yjs: a change under somebody else's would make their own be taken for known. */
  readonly #authors = new Map<number, string>();
  #doc: Y.Doc;
  #seq: number;
  #baseRelease: number | null;
  #todo: Work[] = [];
  #working: Promise<void> | undefined;
  #renewing: NodeJS.Timeout | undefined;
  /** Changes that the state does not hold yet. */
  #sinceState: { updates: number; bytes: number };
  #size: number;
  #ended = false;

  private constructor(
    scope: Scope,
    lease: Lease,
    loaded: Awaited<ReturnType<typeof loadDraft>>,
    onEnd: () => void,
  ) {
    this.scope = scope;
    this.#lease = lease;
    this.#onEnd = onEnd;
    this.#doc = loaded.doc;
    this.#seq = loaded.seq;
    this.#baseRelease = loaded.baseRelease;
    this.#sinceState = { updates: loaded.updates, bytes: 0 };
    this.#size = Y.encodeStateAsUpdate(loaded.doc).length;
    this.#renewing = setInterval(() => void this.#renew(), RENEW_MS);
  }

  /** Reads a draft whose lease is held. @param onEnd called once when the room is of no use any more */
  static async open(scope: Scope, lease: Lease, onEnd: () => void): Promise<Room> {
    return new Room(scope, lease, await loadDraft(scope, lease.draftId), onEnd);
  }

  join(editor: Editor): void {
    this.#add({ do: "join", editor });
  }

  /** Tells an editor what it lacks. */
  answer(editor: Editor, vector: Uint8Array): void {
    this.#add({ do: "answer", editor, vector });
  }

  change(editor: Editor, n: number, update: Uint8Array): void {
    this.#add({ do: "change", editor, n, update });
  }

  leave(editor: Editor): void {
    if (this.editors.delete(editor)) this.#tell({ type: "gone", id: editor.id });
  }

  /** Where somebody is now, and whether they may edit, for the others. */
  show(editor: Editor): void {
    if (this.editors.has(editor)) this.#tell({ type: "present", who: presentOf(editor) }, editor);
  }

  /** Works off what has come, keeps it, and gives the draft up. */
  async end(code: number = CLOSE.moved): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#renewing);
    await this.#working;
    if (code === CLOSE.moved) {
      await this.#compact(0).catch((error: unknown) => this.#warn(error, "state not written"));
      await giveUpLease(this.scope, this.#lease).catch((error: unknown) =>
        this.#warn(error, "lease not given up"),
      );
    }
    for (const editor of this.editors) editor.close(code);
    this.editors.clear();
    this.#doc.destroy();
    this.#onEnd();
  }

  #add(work: Work): void {
    if (this.#ended) {
      work.editor?.close(CLOSE.moved);
      return;
    }
    this.#todo.push(work);
    this.#working ??= this.#workOff().finally(() => {
      this.#working = undefined;
    });
  }

  async #workOff(): Promise<void> {
    while (this.#todo.length > 0) {
      const todo = this.#todo;
      this.#todo = [];
      try {
        await this.#workOn(todo);
      } catch (error) {
        // Not kept and not acknowledged: the editors still have it, and bring it to whoever holds the draft next.
        this.#warn(error, "draft could not be kept");
        setImmediate(
          () =>
            void this.end((error as { code?: string }).code === "DRAFT_CLOSED" ? CLOSE.closed : CLOSE.moved),
        );
        return;
      }
    }
  }

  async #workOn(todo: readonly Work[]): Promise<void> {
    let waiting: Waiting[] = [];
    let touches: Touch[] = [];
    const keep = async (): Promise<void> => {
      if (waiting.length > 0) await this.#keep(waiting, touches);
      waiting = [];
      touches = [];
    };
    const refused = new Set<Editor>();
    for (const work of todo) {
      if (work.editor !== undefined && refused.has(work.editor)) continue;
      if (work.do === "change") {
        try {
          const merged = this.#merge(work.editor, work.update);
          touches.push(...merged.touches);
          waiting.push({ ...work, isNew: merged.isNew });
        } catch (error) {
          await keep();
          if (await this.#refuse(work.editor, error)) refused.add(work.editor);
        }
        continue;
      }
      // What somebody is told must be kept: else they could know more than the database.
      await keep();
      if (work.do === "join") this.#welcome(work.editor);
      else if (work.do === "fetch") await this.#fetch();
      else if (this.editors.has(work.editor)) work.editor.send(updateFrame(0, this.#lacking(work.vector)));
    }
    await keep();
    const { updates, bytes } = this.#sinceState;
    if (updates >= COMPACT_AFTER.updates || bytes >= COMPACT_AFTER.bytes) await this.#compact(1);
  }

  #lacking(vector: Uint8Array): Uint8Array {
    try {
      return Y.encodeStateAsUpdate(this.#doc, vector);
    } catch {
      // No state vector: the whole draft answers every question.
      return Y.encodeStateAsUpdate(this.#doc);
    }
  }

  #welcome(editor: Editor): void {
    const present = [...this.editors].map(presentOf);
    this.editors.add(editor);
    const { draftId } = this.#lease;
    const me = presentOf(editor);
    send(editor, { type: "welcome", draftId, baseRelease: this.#baseRelease, me, present });
    editor.send(vectorFrame(Y.encodeStateVector(this.#doc)));
    this.#tell({ type: "present", who: me }, editor);
  }

  /** Merges a change into the document, if it may be. Throws with the document spoilt if it may not. */
  #merge(editor: Editor, update: Uint8Array): { touches: Touch[]; isNew: boolean } {
    if (!editor.canEdit) throw fail("DRAFT_READ_ONLY");
    if (this.#size + update.length > DRAFT_LIMIT) throw fail("DRAFT_TOO_LARGE", { limit: DRAFT_LIMIT });
    const commented = commentAuthors(this.#doc);
    let touched: ReturnType<typeof inspect> = new Map();
    let clients: number[] = [];
    let isNew = false;
    let fault: unknown;
    this.#doc.once("afterTransaction", (transaction) => {
      try {
        clients = clientsIn(transaction);
        isNew = clients.length > 0 || transaction.deleteSet.clients.size > 0;
        touched = inspect(transaction, editor.personId, commented);
      } catch (error) {
        fault = error;
      }
    });
    try {
      Y.applyUpdate(this.#doc, update);
    } catch (cause) {
      throw fail("DRAFT_UPDATE_MALFORMED", {}, undefined, cause);
    }
    if (fault) throw fault;
    for (const client of clients) {
      const author = this.#authors.get(client);
      if (author !== undefined && author !== editor.personId) throw fail("DRAFT_AUTHOR_FORGED");
    }
    for (const client of clients) this.#authors.set(client, editor.personId);
    const { personId, name: personName } = editor;
    return { touches: [...touched].map(([item, paths]) => ({ item, personId, personName, paths })), isNew };
  }

  async #keep(waiting: readonly Waiting[], touches: readonly Touch[]): Promise<void> {
    const news = waiting.filter(({ isNew }) => isNew);
    if (news.length > 0) await this.#write(Y.mergeUpdates(news.map(({ update }) => update)), touches);
    for (const editor of new Set(waiting.map((each) => each.editor))) {
      const n = Math.max(...waiting.filter((each) => each.editor === editor).map((each) => each.n));
      send(editor, { type: "kept", n, seq: this.#seq });
    }
    for (const editor of this.editors) {
      const others = news.filter((each) => each.editor !== editor);
      if (others.length > 0) editor.send(updateFrame(0, Y.mergeUpdates(others.map(({ update }) => update))));
    }
  }

  async #write(update: Uint8Array, touches: readonly Touch[]): Promise<void> {
    const seq = await withTenantSql(this.scope, async (sql) => {
      await requireLease(sql, this.scope, this.#lease);
      return keepUpdate(sql, this.scope, this.#lease.draftId, update, touches, new Date());
    });
    this.#sinceState.updates += 1;
    this.#sinceState.bytes += update.length;
    this.#size += update.length;
    if (seq === this.#seq + 1) this.#seq = seq;
    else await this.#fetch();
  }

  /**
   * Tells an editor that a change was not kept. Where the document has merged what must not be in it, it is read anew, from
   * what is kept, and the editor is sent away (true).
   */
  async #refuse(editor: Editor, error: unknown): Promise<boolean> {
    if (!(error instanceof ManifoldError)) throw error;
    const { code } = error;
    const words = { "zh-CN": error.wordsIn("zh-CN"), en: error.wordsIn("en") };
    logger.warn(
      { err: error, personId: editor.personId, tenantId: this.scope.tenantId },
      "change of a draft refused",
    );
    send(editor, { type: "refused", code, words });
    if (code === "DRAFT_READ_ONLY" || code === "DRAFT_TOO_LARGE") return false;
    editor.close(CLOSE.refused);
    this.leave(editor);
    this.#todo = this.#todo.filter((work) => work.editor !== editor);
    this.#doc.destroy();
    const loaded = await loadDraft(this.scope, this.#lease.draftId);
    this.#doc = loaded.doc;
    this.#seq = loaded.seq;
    return true;
  }

  /** What another process wrote into the draft (a release taken over, an upgrade) is merged and shown. */
  async #fetch(): Promise<void> {
    const { draftId } = this.#lease;
    const found = await withTenantSql(this.scope, (sql) =>
      updatesAfter(sql, this.scope.tenantId, draftId, this.#seq),
    );
    if (found.length === 0) return;
    const update = Y.mergeUpdates(found.map(({ content }) => content));
    Y.applyUpdate(this.#doc, update);
    this.#seq = found.at(-1)?.seq ?? this.#seq;
    this.#sinceState.updates += found.length;
    for (const editor of this.editors) editor.send(updateFrame(0, update));
  }

  async #renew(): Promise<void> {
    try {
      const state = await renewLease(this.scope, this.#lease);
      if (state === undefined) {
        await this.end(CLOSE.closed);
        return;
      }
      if (state.baseRelease !== this.#baseRelease) {
        this.#baseRelease = state.baseRelease;
        this.#tell({ type: "base", release: state.baseRelease });
      }
      if (state.seq > this.#seq) this.#add({ do: "fetch" });
    } catch (error) {
      this.#warn(error, "lease not renewed");
    }
  }

  async #compact(least: number): Promise<void> {
    if (this.#sinceState.updates <= least) return;
    const state = Y.encodeStateAsUpdate(this.#doc);
    await compactDraft(this.scope, this.#lease.draftId, this.#seq, state);
    this.#sinceState = { updates: 0, bytes: 0 };
    this.#size = state.length;
  }

  #tell(message: ServerMessage, but?: Editor): void {
    for (const editor of this.editors) if (editor !== but) send(editor, message);
  }

  #warn(error: unknown, words: string): void {
    logger.warn({ err: error, tenantId: this.scope.tenantId, draftId: this.#lease.draftId }, words);
  }
}

export function send(editor: Editor, message: ServerMessage): void {
  editor.send(JSON.stringify(message));
}

const presentOf = ({ id, personId, name, canEdit, place }: Editor): Present => ({
  id,
  personId,
  name,
  canEdit,
  ...place,
});
