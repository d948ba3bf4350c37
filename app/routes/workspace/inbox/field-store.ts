import type { JsonObject } from "#schema/blueprint/item.ts";
import type { FieldTask, Submission, TaskSnapshot } from "./types.ts";

/** A form that was begun and not sent. Written on every change, so that a reload or an empty battery loses nothing. */
export interface Draft {
  readonly caseId: string;
  readonly taskNumber: number;
  readonly version: number;
  readonly value: JsonObject;
  readonly outcome: string | undefined;
  readonly at: string;
}

/** A file that was taken here. It stays until the form that mentions it has arrived. */
export interface KeptFile {
  readonly id: string;
  readonly blob: Blob;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly sent: boolean;
}

export interface KeptInbox {
  readonly id: "inbox";
  readonly tasks: readonly FieldTask[];
  readonly at: string;
}

interface Rows {
  inbox: KeptInbox;
  tasks: TaskSnapshot;
  drafts: Draft;
  files: KeptFile;
  queue: Submission;
}

export type StoreName = keyof Rows;

/** What this device keeps for one person of one utility. */
export interface FieldStore {
  get<Name extends StoreName>(name: Name, key: string): Promise<Rows[Name] | undefined>;
  all<Name extends StoreName>(name: Name): Promise<readonly Rows[Name][]>;
  put<Name extends StoreName>(name: Name, row: Rows[Name]): Promise<void>;
  remove(name: StoreName, key: string): Promise<void>;
  clear(name: StoreName): Promise<void>;
}

const KEYS: Readonly<Record<StoreName, string>> = {
  inbox: "id",
  tasks: "caseId",
  drafts: "caseId",
  files: "id",
  queue: "key",
};

const VERSION = 1;

/** A database of its own for each person and utility: whoever signs in next on this device sees nothing of it. */
export function fieldStoreName(base: string, personId: string): string {
  return `manifold-field${base}:${personId}`;
}

/** Opens the store in the browser's own database (IndexedDB). */
export async function openFieldStore(name: string): Promise<FieldStore> {
  const asked = indexedDB.open(name, VERSION);
  asked.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(KEYS)) asked.result.createObjectStore(store, { keyPath });
  };
  const database = await answer(asked);
  // Another window wants to change the shape: let it, this one opens anew when it is next loaded.
  database.onversionchange = () => database.close();
  const store = (name: StoreName, mode: IDBTransactionMode) =>
    database.transaction(name, mode).objectStore(name);
  return {
    get: (name, key) => answer(store(name, "readonly").get(key)),
    all: (name) => answer(store(name, "readonly").getAll()),
    put: (name, row) => done(store(name, "readwrite"), (rows) => rows.put(row)),
    remove: (name, key) => done(store(name, "readwrite"), (rows) => rows.delete(key)),
    clear: (name) => done(store(name, "readwrite"), (rows) => rows.clear()),
  };
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's database refused"));
  });
}

/** Resolves when the change is on the disk, not when it was asked for. */
function done(store: IDBObjectStore, change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const { transaction } = store;
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error("the browser's database refused"));
    transaction.onabort = () => reject(transaction.error ?? new Error("the browser's database is full"));
    change(store);
  });
}
