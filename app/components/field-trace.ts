import { useSyncExternalStore } from "react";

/**
 * What the rest of the workspace knows of the field inbox on this device: how many forms wait to be sent, and where they
 * lie. In the browser's small store, because menus must know it on every page.
 */
export interface FieldTrace {
  readonly waiting: number;
  /** Name of the browser database of this person. */
  readonly store: string;
}

const CHANGED = "manifold:field";
const keyOf = (base: string, person: string): string => `manifold.field${base}:${person}`;

export function writeFieldTrace(base: string, person: string, trace: FieldTrace): void {
  try {
    localStorage.setItem(keyOf(base, person), JSON.stringify(trace));
  } catch {
    // Without it a badge is missing, nothing else.
  }
  window.dispatchEvent(new Event(CHANGED));
}

export function readFieldTrace(base: string, person: string): FieldTrace | undefined {
  try {
    const text = localStorage.getItem(keyOf(base, person));
    return text === null ? undefined : (JSON.parse(text) as FieldTrace);
  } catch {
    return undefined;
  }
}

/** How many forms of this person wait on this device. */
export function useFieldWaiting(base: string, person: string): number {
  return useSyncExternalStore(
    (told) => {
      window.addEventListener(CHANGED, told);
      window.addEventListener("storage", told);
      return () => {
        window.removeEventListener(CHANGED, told);
        window.removeEventListener("storage", told);
      };
    },
    () => readFieldTrace(base, person)?.waiting ?? 0,
    () => 0,
  );
}

/**
 * Before somebody signs out: what was kept of customers on this device is forgotten; forms that wait stay, and are sent when
 * the same person signs in again.
 */
export async function forgetFieldData(trace: FieldTrace): Promise<void> {
  for (const name of (await globalThis.caches?.keys()) ?? [])
    if (name.startsWith("field-page")) await caches.delete(name);
  const opened = indexedDB.open(trace.store);
  await new Promise<void>((resolve) => {
    opened.onerror = () => resolve();
    opened.onsuccess = () => {
      const names = ["inbox", "tasks"].filter((name) => opened.result.objectStoreNames.contains(name));
      if (names.length === 0) return resolve();
      const change = opened.result.transaction(names, "readwrite");
      for (const name of names) change.objectStore(name).clear();
      change.oncomplete = () => resolve();
      change.onerror = () => resolve();
    };
  });
  opened.result?.close();
}
