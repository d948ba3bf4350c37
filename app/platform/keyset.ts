/** Where in a list: its order and, in the address, an opaque cursor. Rows are found by key, never by counting. */
export interface Keyset<Sort extends string> {
  readonly sort: Sort;
  readonly direction: "ascending" | "descending";
  readonly after: string | undefined;
  readonly before: string | undefined;
}

export interface KeysetPage<Row> {
  readonly rows: readonly Row[];
  /** Hand them back as `after` and `before`; null at the ends. */
  readonly next: string | null;
  readonly previous: string | null;
}

export interface Cursor {
  readonly key: string;
  readonly id: string;
}

export const PAGE_SIZE = 50;

/**
 * One page of a list in either direction. `read` gives the rows beyond the cursor in the order that it is told, each with
 * its `key` (the value of the column that the list is sorted by) and `id`. One row more than the page tells whether it goes on.
 */
export async function keysetPage<Row extends { readonly id: string }>(
  place: Keyset<string>,
  size: number | undefined,
  read: (cursor: Cursor | undefined, order: "ASC" | "DESC", count: number) => Promise<Row[]>,
): Promise<KeysetPage<Row>> {
  const count = size ?? PAGE_SIZE;
  const backwards = place.before !== undefined;
  const cursor = decodeCursor(place.before ?? place.after);
  const descending = (place.direction === "descending") !== backwards;
  const found = await read(cursor, descending ? "DESC" : "ASC", count + 1);
  const more = found.length > count;
  const rows = found.slice(0, count);
  if (backwards) rows.reverse();
  const [first, last] = [rows[0], rows.at(-1)];
  const following = backwards ? cursor !== undefined : more;
  const preceding = backwards ? more : cursor !== undefined;
  return {
    rows: rows.map(withoutKey),
    next: following && last ? encodeCursor(last) : null,
    previous: preceding && first ? encodeCursor(first) : null,
  };
}

/** Rows of one batch of an export. */
export const EXPORT_BATCH = 1_000;

/** Every row of a list that is read page by page, a batch after the other: an export holds one batch in memory. */
export async function* batchesOf<Row>(
  read: (after: string | undefined) => Promise<Pick<KeysetPage<Row>, "rows" | "next">>,
): AsyncGenerator<readonly Row[]> {
  let after: string | undefined;
  do {
    const { rows, next } = await read(after);
    if (rows.length > 0) yield rows;
    after = next ?? undefined;
  } while (after !== undefined);
}

function encodeCursor(row: { readonly id: string }): string {
  const { id, key } = row as unknown as Cursor;
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cursor that cannot be read (a cut address) means the first page. */
function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [key, id] = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as unknown[];
    return typeof key === "string" && typeof id === "string" && UUID.test(id) ? { key, id } : undefined;
  } catch {
    return undefined;
  }
}

function withoutKey<Row>(row: Row): Row {
  const { key: _, ...rest } = row as Row & { key?: unknown };
  return rest as Row;
}
