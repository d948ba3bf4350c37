/**
 * Where a member stands in a list of a draft: a text that sorts between those of its neighbours. So a member that is moved
 * stays the same member, and what somebody else changes in it meanwhile is kept; in a list by position, a move is a removal
 * and an insertion, and their change would be lost.
 */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;
/** Appending counts in so many leading digits, so that a list that only grows keeps short texts. */
const HEAD = 4;

/** Places for a new list of so many members, in order. */
export function firstPlaces(count: number): string[] {
  const places: string[] = [];
  for (let at = 0; at < count; at++) places.push(placeBetween(places.at(-1), undefined));
  return places;
}

/**
 * A place after `before` and ahead of `after`; undefined is the end of the list. It ends in two digits of chance, so that
 * two people who insert at one spot at once get different places.
 * @throws RangeError unless `before` sorts ahead of `after`
 */
export function placeBetween(before: string | undefined, after: string | undefined): string {
  if (before !== undefined && after !== undefined && before >= after)
    throw new RangeError("there is no place between them");
  if (after === undefined) {
    const count = numberOf((before ?? "").slice(0, HEAD).padEnd(HEAD, DIGITS[0])) + 1;
    if (count < BASE ** HEAD) return textOf(count) + chance();
  }
  return midpoint(before ?? "", after) + chance();
}

/** A text between two that do not end in the lowest digit; it may be followed by anything. */
function midpoint(before: string, after: string | undefined): string {
  if (after !== undefined) {
    let same = 0;
    while ((before[same] ?? DIGITS[0]) === after[same]) same++;
    if (same > 0) return after.slice(0, same) + midpoint(before.slice(same), after.slice(same));
  }
  const low = before === "" ? 0 : DIGITS.indexOf(before[0] as string);
  const high = after === undefined ? BASE : DIGITS.indexOf(after[0] as string);
  if (high - low > 1) return DIGITS[low + Math.floor((high - low) / 2)] as string;
  // No digit lies between: keep the lower one and go above the rest of `before`.
  return (DIGITS[low] as string) + midpoint(before.slice(1), undefined);
}

function chance(): string {
  const digit = (): string => DIGITS[1 + Math.floor(Math.random() * (BASE - 1))] as string;
  return digit() + digit();
}

function numberOf(text: string): number {
  return [...text].reduce((sum, digit) => sum * BASE + Math.max(0, DIGITS.indexOf(digit)), 0);
}

function textOf(number: number): string {
  let rest = number;
  let text = "";
  for (let at = 0; at < HEAD; at++) {
    text = DIGITS[rest % BASE] + text;
    rest = Math.floor(rest / BASE);
  }
  return text;
}

/** Positions of the longest rising run in `ranks`: the members of a reordered list that may keep their places. */
export function longestRise(ranks: readonly number[]): Set<number> {
  const tails: number[] = [];
  const before = new Array<number>(ranks.length).fill(-1);
  ranks.forEach((rank, at) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranks[tails[middle] as number] as number) < rank) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = at;
  });
  const rise = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] as number) rise.add(at);
  return rise;
}
