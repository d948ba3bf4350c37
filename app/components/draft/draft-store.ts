import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { readThreads, type Thread } from "#app/collab/document/comments.ts";
import {
  changeItem,
  itemsIn,
  newDraftDoc,
  readItem,
  removeItem,
  writeItem,
} from "#app/collab/document/draft.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { changeOverride, isEmpty } from "#schema/blueprint/override/edit.ts";
import { type ClientSocket, DraftClient, type DraftState, LOCAL } from "./draft-client.ts";
import { type Contents, overrideName, overrideOf } from "./effective.ts";

/** The draft as a page shows it. A new one with each change; what did not change is the same. */
export interface DraftSnapshot {
  readonly state: DraftState;
  /** The tenant's own items, overrides and locks. */
  readonly own: Contents;
  readonly threads: readonly Thread[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The whole draft is here, from the process or from this browser. */
  readonly ready: boolean;
}

export interface DraftStoreOptions {
  readonly draftId: string;
  readonly personId: string;
  readonly canEdit: boolean;
  readonly baseRelease: number | null;
  /** Address of the socket. */
  readonly url: string;
  readonly upper: Contents;
  readonly isSignedIn: () => Promise<boolean>;
}

/** Changes that one person makes within this time are undone together. */
const UNDO_STEP_MS = 600;

/**
 * The draft in one window: the document, kept in the browser too, so that a page which is closed without a connection loses
 * nothing; the connection; what this person did and can take back.
 */
export class DraftStore {
  readonly doc = newDraftDoc();
  readonly client: DraftClient;
  readonly #kept: IndexeddbPersistence;
  readonly #undo: Y.UndoManager;
  readonly #upper: Contents;
  readonly #listeners = new Set<() => void>();
  readonly #cache = new Map<string, JsonObject>();
  #snapshot: DraftSnapshot;
  #stale = false;

  constructor(options: DraftStoreOptions) {
    this.#upper = options.upper;
    // By person: on a machine that two share, neither sends what the other left behind.
    this.#kept = new IndexeddbPersistence(`manifold-draft/${options.draftId}/${options.personId}`, this.doc);
    this.#undo = new Y.UndoManager([itemsIn(this.doc), this.doc.getMap("comments")], {
      trackedOrigins: new Set([LOCAL]),
      captureTimeout: UNDO_STEP_MS,
    });
    this.client = new DraftClient({
      ...options,
      doc: this.doc,
      open: () => new WebSocket(options.url) as unknown as ClientSocket,
    });
    this.#snapshot = this.#take(false);
    itemsIn(this.doc).observeDeep((events) => this.#onItems(events));
    this.doc.getMap("comments").observeDeep(this.#changed);
    for (const event of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const)
      this.#undo.on(event, this.#changed);
    this.client.subscribe(this.#onState);
    this.#kept.once("synced", this.#changed);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): DraftSnapshot => {
    if (this.#stale) {
      this.#stale = false;
      this.#snapshot = this.#take(
        this.#snapshot.ready || this.client.state.synced || itemsIn(this.doc).size > 0,
      );
    }
    return this.#snapshot;
  };

  /** Runs what changes the document, as one step of this person. */
  transact(work: (doc: Y.Doc) => void): void {
    this.doc.transact(() => work(this.doc), LOCAL);
  }

  /** Sets a value in an item: in the tenant's own, or as an override of the inherited one. */
  change(kind: string, key: string, pointer: string, value: Json | undefined): void {
    const name = `${kind}/${key}`;
    this.transact((doc) => {
      if (itemsIn(doc).has(name)) changeItem(doc, name, pointer, value);
      else this.#override(doc, kind, key, pointer, value);
    });
  }

  #override(doc: Y.Doc, kind: string, key: string, pointer: string, value: Json | undefined): void {
    const above = this.#upper.get(`${kind}/${key}`);
    if (above === undefined) return;
    const { own } = this.snapshot();
    const name = overrideName(own, kind, key);
    const next = changeOverride(above, overrideOf(own, kind, key) ?? { set: {}, remove: [] }, pointer, value);
    if (isEmpty(next)) removeItem(doc, name);
    else {
      writeItem(doc, name, {
        kind,
        key,
        ...(Object.keys(next.set).length > 0 ? { set: next.set } : {}),
        ...(next.remove.length > 0 ? { remove: next.remove } : {}),
      });
    }
  }

  create(kind: string, key: string, content: JsonObject): void {
    this.#undo.stopCapturing();
    this.transact((doc) => writeItem(doc, `${kind}/${key}`, content));
  }

  /** Takes an own item away, or lets an inherited one follow the upper tier again. */
  remove(kind: string, key: string): void {
    const name = `${kind}/${key}`;
    this.#undo.stopCapturing();
    this.transact((doc) => {
      const { own } = this.snapshot();
      removeItem(doc, own.has(name) ? name : overrideName(own, kind, key));
    });
  }

  undo(): void {
    this.#undo.undo();
  }

  redo(): void {
    this.#undo.redo();
  }

  destroy(): void {
    this.client.destroy();
    this.#undo.destroy();
    void this.#kept.destroy();
  }

  readonly #onState = (): void => {
    const { status } = this.client.state;
    // What the process will never take is not kept to be sent again.
    if (status === "refused") void this.#kept.clearData();
    this.#changed();
  };

  readonly #onItems = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    for (const { path, changes } of events) {
      const [name] = path;
      if (typeof name === "string") this.#cache.delete(name);
      else for (const key of changes.keys.keys()) this.#cache.delete(key);
    }
    this.#changed();
  };

  readonly #changed = (): void => {
    this.#stale = true;
    for (const listener of this.#listeners) listener();
  };

  #take(ready: boolean): DraftSnapshot {
    const own = new Map<string, JsonObject>();
    for (const name of itemsIn(this.doc).keys()) {
      const content = this.#cache.get(name) ?? readItem(this.doc, name);
      if (content === undefined) continue;
      this.#cache.set(name, content);
      own.set(name, content);
    }
    return {
      state: this.client.state,
      own,
      threads: readThreads(this.doc),
      canUndo: this.#undo.undoStack.length > 0,
      canRedo: this.#undo.redoStack.length > 0,
      ready,
    };
  }
}
