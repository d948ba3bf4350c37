/** Where in a list: the order, and the cursor of keyset paging. Filters stand beside these in the address. */
export interface ListQuery<SortKey extends string> {
  readonly sort: SortKey;
  readonly direction: "ascending" | "descending";
  /** Opaque cursor: rows that follow it. */
  readonly after: string | undefined;
  /** Opaque cursor: rows that come before it. */
  readonly before: string | undefined;
}

const PAGING = ["after", "before"];

/**
 * Reads the order and place out of an address: `?sort=-issuedOn&after=…`. An unknown order falls back to the first
 * of `sortable` with `defaultDirection`, so that a stale bookmark still shows the list.
 */
export function listQuery<const SortKey extends string>(
  search: URLSearchParams,
  sortable: readonly [SortKey, ...SortKey[]],
  defaultDirection: ListQuery<SortKey>["direction"] = "ascending",
): ListQuery<SortKey> {
  const text = search.get("sort") ?? "";
  const wanted = text.replace(/^-/, "");
  const known = sortable.find((key) => key === wanted);
  const descending = text.startsWith("-");
  return {
    sort: known ?? sortable[0],
    direction: known === undefined ? defaultDirection : descending ? "descending" : "ascending",
    after: search.get("after") ?? undefined,
    before: search.get("before") ?? undefined,
  };
}

/** The address of the same list with some parameters changed; null or "" removes one. A new order or filter starts at the first page. */
export function listHref(
  search: URLSearchParams,
  changes: Readonly<Record<string, string | null | undefined>>,
): string {
  const next = new URLSearchParams(search);
  for (const name of PAGING) next.delete(name);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const text = next.toString();
  return text === "" ? "?" : `?${text}`;
}

/** Number of filters that are on. */
export function activeFilters(search: URLSearchParams, names: readonly string[]): number {
  return names.filter((name) => (search.get(name) ?? "") !== "").length;
}
