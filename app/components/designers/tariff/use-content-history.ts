import { useCallback, useState } from "react";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import type { Pointer } from "#schema/blueprint/pointer.ts";
import { setAt } from "./set-at.ts";

const KEPT = 200;

interface History {
  readonly past: readonly JsonObject[];
  readonly now: JsonObject;
  readonly future: readonly JsonObject[];
}

/** Content that is kept in the page alone, with undo and redo. */
export function useContentHistory(start: JsonObject) {
  const [history, setHistory] = useState<History>({ past: [], now: start, future: [] });
  const change = useCallback((pointer: Pointer, value: Json | undefined) => {
    setHistory(({ past, now }) => ({
      past: [...past, now].slice(-KEPT),
      now: setAt(now, pointer, value),
      future: [],
    }));
  }, []);
  const undo = () =>
    setHistory(({ past, now, future }) => {
      const before = past.at(-1);
      return before === undefined
        ? { past, now, future }
        : { past: past.slice(0, -1), now: before, future: [now, ...future] };
    });
  const redo = () =>
    setHistory(({ past, now, future }) => {
      const [after, ...rest] = future;
      return after === undefined ? { past, now, future } : { past: [...past, now], now: after, future: rest };
    });
  return {
    content: history.now,
    change,
    undo: history.past.length === 0 ? undefined : undo,
    redo: history.future.length === 0 ? undefined : redo,
  };
}
