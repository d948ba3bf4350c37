import pg from "pg";
import utils from "pg/lib/utils.js";
import { serialize } from "pg-protocol";

/**
 * One reading statement inside a tenant in one round trip. `app.enter_reading` and the statement are sent together (extended
 * protocol, two Bind/Execute before one Sync). PostgreSQL runs what stands before a Sync as one transaction, so the scope
 * that was set covers the statement and is gone when it is done, also after an error. The tenant that may be written is
 * not set: a statement that writes is refused by the policies.
 *
 * Both are prepared once a connection, the bytes that enter a tenant are kept, and the columns are described once: what is
 * left of tenancy is a few microseconds (bench/scoped-read.ts).
 *
 * A `Submittable` of node-postgres, as its cursors and COPY streams are: the client calls the `handle…` methods.
 */
export class ScopedQuery<Row extends pg.QueryResultRow> implements pg.Submittable {
  /** What each connection has prepared. Not the client's own list: that counts one statement a query. */
  static readonly #prepared = new WeakMap<object, Map<string, Decoder>>();
  /** The text of each name: under one name a connection would answer another text with the rows of the first. */
  static readonly #texts = new Map<string, string>();

  readonly result: Promise<Row[]>;
  readonly #name: string;
  readonly #text: string;
  readonly #values: readonly unknown[];
  readonly #entry: Entry;
  readonly #rows: Row[] = [];
  #decoder: Decoder | undefined;
  #connection: object | undefined;
  #error: Error | undefined;
  #resolve!: (rows: Row[]) => void;
  #reject!: (error: Error) => void;

  /**
   * @param name of the prepared statement: the same name always with the same text.
   * @throws when the name came with another text before.
   */
  constructor(name: string, text: string, values: readonly unknown[], entry: Entry) {
    const known = ScopedQuery.#texts.get(name);
    if (known === undefined) ScopedQuery.#texts.set(name, text);
    else if (known !== text)
      throw new Error(`two statements are named "${name}": give each a name of its own`);
    this.#name = name;
    this.#text = text;
    this.#values = values;
    this.#entry = entry;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: pg.Connection): void {
    this.#connection = connection;
    const prepared = ScopedQuery.#prepared.get(connection);
    this.#decoder = prepared?.get(this.#name);
    const values = this.#values.map(utils.prepareValue);
    const parts: Buffer[] = [];
    if (prepared === undefined)
      for (const { name, text } of Object.values(ENTERING)) parts.push(...prepare(name, text));
    parts.push(entering(this.#entry));
    if (this.#decoder === undefined) parts.push(...prepare(this.#name, this.#text));
    parts.push(serialize.bind({ statement: this.#name, values }));
    if (this.#decoder === undefined) parts.push(serialize.describe({ type: "P" }));
    parts.push(EXECUTE, SYNC);
    connection.stream.write(Buffer.concat(parts));
  }

  handleRowDescription(message: { fields: unknown[] }): void {
    this.#decoder = new pg.Result("object", pg.types) as unknown as Decoder;
    this.#decoder.addFields(message.fields);
  }

  handleDataRow(message: { fields: unknown[] }): void {
    try {
      this.#rows.push(this.#decoder?.parseRow(message.fields) as Row);
    } catch (error) {
      this.#error ??= error as Error;
    }
  }

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handlePortalSuspended(): void {}

  handleError(error: Error): void {
    // Which of the two statements was prepared is not known any more: both are prepared anew.
    if (this.#connection) ScopedQuery.#prepared.delete(this.#connection);
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#error) {
      this.#reject(this.#error);
      return;
    }
    if (this.#connection && this.#decoder) {
      const prepared = ScopedQuery.#prepared.get(this.#connection) ?? new Map<string, Decoder>();
      ScopedQuery.#prepared.set(this.#connection, prepared.set(this.#name, this.#decoder));
    }
    this.#resolve(this.#rows);
  }
}

/** The arguments of app.enter: tenant, readable tenants as an array literal, customer. */
export type Entry = readonly [tenant: string, readable: string, customer: string | null];

/** Staff and jobs read within a scope, customers only what is theirs in it. The condition never holds: no row comes back. */
const ENTERING = {
  app: { name: "app.enter_reading", text: "SELECT WHERE app.enter_reading($1) IS NULL" },
  portal: { name: "app.enter_reading customer", text: "SELECT WHERE app.enter_reading($1, $2) IS NULL" },
} as const;
const EXECUTE = serialize.execute();
const SYNC = serialize.sync();

/** Closing what does not exist is no error, so this also heals a connection of which nothing is known. */
function prepare(name: string, text: string): Buffer[] {
  return [serialize.close({ type: "S", name }), serialize.parse({ name, text })];
}

/** The bytes that enter a tenant, kept for the entries lately used. */
const entries = new Map<string, Buffer>();
const ENTRIES_KEPT = 2_000;

function entering([, readable, customer]: Entry): Buffer {
  const key = customer === null ? readable : `${readable}${customer}`;
  let bytes = entries.get(key);
  if (bytes === undefined) {
    const bind =
      customer === null
        ? { statement: ENTERING.app.name, values: [readable] }
        : { statement: ENTERING.portal.name, values: [readable, customer] };
    bytes = Buffer.concat([serialize.bind(bind), EXECUTE]);
    if (entries.size >= ENTRIES_KEPT) entries.clear();
    entries.set(key, bytes);
  }
  return bytes;
}

interface Decoder {
  addFields(fields: unknown[]): void;
  parseRow(fields: unknown[]): unknown;
}
