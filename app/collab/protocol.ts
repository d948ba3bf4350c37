import type { Words } from "#engines/kernel/errors.ts";

/**
 * What editors and the collab process say to each other over the socket. Changes are binary frames: one byte that says
 * what it is, then for a change its number (4 bytes, big end first), then the bytes of Yjs. Everything else is JSON in
 * text frames.
 *
 * After `welcome` each side says what it has (a state vector), and answers the other's with what that one lacks. From then
 * on each sends its changes as they are made. `kept` acknowledges an editor's changes up to a number: they are in the
 * database, and nothing that happens to the process can lose them. Others see a change when it is kept, not before.
 */
export const FRAME = { vector: 1, update: 2 } as const;

/** A change of a draft; a draft of 1,000 items is smaller. */
export const UPDATE_LIMIT = 1_000_000;
/** Everything that was ever written into one draft, as Yjs keeps it. */
export const DRAFT_LIMIT = 16_000_000;
/** Windows that edit one draft at once. */
export const CONNECTION_LIMIT = 100;
export const CONNECTIONS_PER_PERSON = 12;
/** Frames of one editor: so many at once, and so many a second for long. Typing makes some ten a second. */
export const FRAME_BURST = 300;
export const FRAMES_PER_SECOND = 60;
export const TEXT_FRAME_LIMIT = 2_000;
/** The process says that it lives; an editor that hears nothing for three times as long connects anew. */
export const BEAT_MS = 10_000;

/** Somebody who has the draft open, and where they are. */
export interface Present {
  /** Of the window, not of the person: they may have two. */
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly canEdit: boolean;
  /** Item and field in which they are; empty: the list. */
  readonly item: string;
  readonly path: string;
}

export type ServerMessage =
  | {
      readonly type: "welcome";
      readonly draftId: string;
      readonly baseRelease: number | null;
      readonly me: Present;
      readonly present: readonly Present[];
    }
  | { readonly type: "present"; readonly who: Present }
  | { readonly type: "gone"; readonly id: string }
  | { readonly type: "kept"; readonly n: number; readonly seq: number }
  /** The draft now stands on another release: it was published. */
  | { readonly type: "base"; readonly release: number | null }
  /** The right to edit was given or taken away. */
  | { readonly type: "right"; readonly canEdit: boolean }
  /** What was sent was not kept. The connection is closed where nothing more can come of it. */
  | { readonly type: "refused"; readonly code: string; readonly words: Words }
  | { readonly type: "beat" };

export type EditorMessage = { readonly type: "place"; readonly item: string; readonly path: string };

/** Codes with which the process closes a connection. */
export const CLOSE = {
  /** Come back at once: the draft moves to another process, or this one stops. */
  moved: 4001,
  /** What was sent was refused; the editor's document is of no use any more. */
  refused: 4003,
  signIn: 4004,
  /** Come back later. */
  crowded: 4005,
  /** The draft is closed: another one has taken its place. */
  closed: 4006,
} as const;

export function vectorFrame(vector: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1 + vector.length);
  frame[0] = FRAME.vector;
  frame.set(vector, 1);
  return frame;
}

/** @param n the editor's own number of the change; 0 from the process */
export function updateFrame(n: number, update: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(5 + update.length);
  frame[0] = FRAME.update;
  new DataView(frame.buffer).setUint32(1, n);
  frame.set(update, 5);
  return frame;
}

export type Frame =
  | { readonly is: "vector"; readonly vector: Uint8Array }
  | { readonly is: "update"; readonly n: number; readonly update: Uint8Array };

/** Undefined for what is no frame. */
export function readFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes[0] === FRAME.vector && bytes.length > 1) return { is: "vector", vector: bytes.subarray(1) };
  if (bytes[0] === FRAME.update && bytes.length > 5) {
    const n = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
    return { is: "update", n, update: bytes.subarray(5) };
  }
  return undefined;
}
