import * as Y from "yjs";
import {
  BEAT_MS,
  CLOSE,
  type EditorMessage,
  type Present,
  readFrame,
  type ServerMessage,
  updateFrame,
  vectorFrame,
} from "#app/collab/protocol.ts";
import type { Words } from "#engines/kernel/errors.ts";

/** What of a WebSocket is used: the browser's own, or the one of `ws` in a test. */
export interface ClientSocket {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface DraftState {
  /**
   * - `connecting`: for the first time; nothing of the draft may be here yet
   * - `online`: what is changed goes out and comes in at once
   * - `offline`: changes are made here, and sent when there is a connection again
   * - `signed-out`, `closed`, `refused`: there will be none again; why stands in `reason`
   */
  readonly status: "connecting" | "online" | "offline" | "signed-out" | "closed" | "refused";
  /** All that the others changed until this connection has come in. */
  readonly synced: boolean;
  /** Changes of this window that are not known to be kept. */
  readonly unsaved: boolean;
  readonly canEdit: boolean;
  readonly baseRelease: number | null;
  readonly me: Present | undefined;
  readonly others: readonly Present[];
  /** What was refused last, in words. */
  readonly reason: { readonly code: string; readonly words: Words } | undefined;
}

export interface DraftClientOptions {
  readonly draftId: string;
  readonly canEdit: boolean;
  readonly baseRelease: number | null;
  readonly open: () => ClientSocket;
  readonly doc: Y.Doc;
  /** Whether the session still is: asked when a connection is refused, since a browser does not say why. */
  readonly isSignedIn?: () => Promise<boolean>;
}

/** Changes made within this time go out together. */
const GATHER_MS = 30;
const RETRY_MS = { first: 300, longest: 10_000 } as const;
const PLACE_PAUSE_MS = 120;

type End = "signed-out" | "closed" | "refused";
const ENDS: Readonly<Record<number, End>> = {
  [CLOSE.refused]: "refused",
  [CLOSE.signIn]: "signed-out",
  [CLOSE.closed]: "closed",
};

/** Origins of transactions: what this person did here (undo follows it), and what came from the others. */
export const LOCAL = "local";
const REMOTE = "remote";

/**
 * The editor's end of a draft. It works without a connection as well: the document takes every change at once; what the
 * process does not have yet is found by comparing state vectors when there is a connection again.
 */
export class DraftClient {
  readonly doc: Y.Doc;
  readonly #options: DraftClientOptions;
  readonly #listeners = new Set<() => void>();
  #state: DraftState;
  #socket: ClientSocket | undefined;
  #gathered: Uint8Array[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #sent = 0;
  #kept = 0;
  /** Both sides have said what they have; from here on changes go out as they are made. */
  #met = false;
  #retryMs: number = RETRY_MS.first;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #place: EditorMessage = { type: "place", item: "", path: "" };
  #placing: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(options: DraftClientOptions) {
    this.#options = options;
    this.doc = options.doc;
    this.#state = {
      status: "connecting",
      synced: false,
      unsaved: false,
      canEdit: options.canEdit,
      baseRelease: options.baseRelease,
      me: undefined,
      others: [],
      reason: undefined,
    };
    this.doc.on("update", this.#onUpdate);
    this.#connect();
  }

  get state(): DraftState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the others where this person is. */
  moveTo(item: string, path: string): void {
    this.#place = { type: "place", item, path };
    this.#placing ??= setTimeout(() => {
      this.#placing = undefined;
      if (this.#state.status === "online") this.#socket?.send(JSON.stringify(this.#place));
    }, PLACE_PAUSE_MS);
  }

  /** The network is back, or the person is: connects at once instead of after the pause. */
  connectNow(): void {
    this.#retryMs = RETRY_MS.first;
    this.#connectAgain();
  }

  /** Ends the connection and keeps on as if the network were gone. */
  disconnect(): void {
    this.#socket?.close();
  }

  destroy(): void {
    this.#ended = true;
    this.doc.off("update", this.#onUpdate);
    for (const timer of [this.#retry, this.#gathering, this.#placing, this.#silence]) clearTimeout(timer);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
    }
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === REMOTE) return;
    // What comes out of the browser's own store is sent, if need be, after the first greeting.
    if (!this.#met) {
      if (origin === LOCAL || origin instanceof Y.UndoManager) this.#set({ unsaved: true });
      return;
    }
    this.#gathered.push(update);
    this.#set({ unsaved: true });
    this.#gathering ??= setTimeout(() => this.#sendGathered(), GATHER_MS);
  };

  #sendGathered(): void {
    this.#gathering = undefined;
    if (this.#gathered.length === 0 || !this.#met) return;
    const update = Y.mergeUpdates(this.#gathered);
    this.#gathered = [];
    this.#sent += 1;
    this.#socket?.send(updateFrame(this.#sent, update));
  }

  #connect(): void {
    clearTimeout(this.#retry);
    const socket = this.#options.open();
    this.#socket = socket;
    let opened = false;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      opened = true;
      this.#heard();
    };
    socket.onmessage = ({ data }) => {
      this.#heard();
      if (typeof data === "string") this.#onMessage(JSON.parse(data) as ServerMessage);
      else this.#onFrame(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = ({ code }) => this.#onClose(code, opened);
  }

  #onMessage(message: ServerMessage): void {
    const { others } = this.#state;
    switch (message.type) {
      case "welcome":
        if (message.draftId === this.#options.draftId) this.#greet(message);
        else this.#end("closed");
        break;
      case "present":
        this.#set({ others: [...others.filter(({ id }) => id !== message.who.id), message.who] });
        break;
      case "gone":
        this.#set({ others: others.filter(({ id }) => id !== message.id) });
        break;
      case "kept":
        this.#kept = Math.max(this.#kept, message.n);
        this.#set({ unsaved: this.#kept < this.#sent || this.#gathered.length > 0 });
        break;
      case "base":
        this.#set({ baseRelease: message.release });
        break;
      case "right":
        this.#set({ canEdit: message.canEdit });
        break;
      case "refused":
        this.#set({ reason: { code: message.code, words: message.words } });
        break;
      case "beat":
        break;
    }
  }

  #greet({ me, present, baseRelease }: Extract<ServerMessage, { type: "welcome" }>): void {
    this.#retryMs = RETRY_MS.first;
    this.#set({ status: "online", me, canEdit: me.canEdit, others: present, baseRelease });
    this.#socket?.send(vectorFrame(Y.encodeStateVector(this.doc)));
    this.#socket?.send(JSON.stringify(this.#place));
  }

  #onFrame(bytes: Uint8Array): void {
    const frame = readFrame(bytes);
    if (frame?.is === "update") {
      Y.applyUpdate(this.doc, frame.update, REMOTE);
      // The first is the answer to what this side said that it has.
      if (!this.#state.synced) this.#set({ synced: true });
    } else if (frame?.is === "vector") this.#bring(frame.vector);
  }

  /** Sends what the process lacks; from now on changes go out as they are made. */
  #bring(vector: Uint8Array): void {
    this.#met = true;
    this.#gathered = [];
    if (!this.#state.canEdit) return;
    this.#sent += 1;
    this.#socket?.send(updateFrame(this.#sent, Y.encodeStateAsUpdate(this.doc, vector)));
  }

  #onClose(code: number, opened: boolean): void {
    clearTimeout(this.#silence);
    this.#socket = undefined;
    this.#met = false;
    if (this.#ended) return;
    const end = ENDS[code];
    if (end !== undefined) {
      this.#end(end);
      return;
    }
    const unsaved = this.#state.unsaved || this.#kept < this.#sent;
    this.#set({
      status: this.#state.status === "connecting" ? "connecting" : "offline",
      others: [],
      unsaved,
    });
    if (!opened) void this.#askWhetherSignedIn();
    const waitMs = code === CLOSE.moved ? RETRY_MS.first / 2 : this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.longest);
    this.#retry = setTimeout(() => this.#connectAgain(), waitMs * (0.75 + Math.random() / 2));
  }

  #connectAgain(): void {
    if (!this.#ended && this.#socket === undefined) this.#connect();
  }

  async #askWhetherSignedIn(): Promise<void> {
    const signedIn = await this.#options.isSignedIn?.().catch(() => true);
    if (signedIn === false && !this.#ended) this.#end("signed-out");
  }

  /** No connection any more; what was changed here stays here. */
  #end(status: End): void {
    this.destroy();
    this.#set({ status, others: [] });
  }

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#socket?.close(), 3 * BEAT_MS);
  }

  #set(change: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
