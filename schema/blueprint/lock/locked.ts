import type { Words } from "#engines/kernel/errors.ts";
import type { Item, JsonObject } from "../item.ts";
import { isList, memberAt, type Place, parsePointer, valueAt } from "../pointer.ts";
import { lockSchema } from "./kind.ts";

/** Fields of one inherited item that the upper tier keeps for itself. */
export type Locked = (place: Place) => Words | undefined;

/**
 * Whether a place of an item is locked by an upper tier, and why: the place itself or one that holds it.
 * @param upper what comes down from the upper tier, locks among it
 */
export function locksOf(
  upper: readonly Item[],
  item: { readonly kind: string; readonly key: string; readonly content: JsonObject },
): Locked {
  const locks = upper.flatMap(({ kind, content }) => {
    const lock = kind === "lock" ? lockSchema.safeParse(content).data : undefined;
    return lock?.kind === item.kind && (lock.keys?.includes(item.key) ?? true) ? [lock] : [];
  });
  return (place) =>
    locks.find(({ paths }) =>
      paths.some((path) => {
        const segments = parsePointer(path) ?? [];
        return (
          segments.length <= place.length &&
          segments.every((segment, at) => {
            const holder = valueAt(item.content, place.slice(0, at));
            const step = isList(holder) ? memberAt(holder, segment) : segment;
            return segment === "*" || step === place[at];
          })
        );
      }),
    )?.reason;
}
