import pg from "pg";
import utils from "pg/lib/utils.js";
import { serialize } from "pg-protocol";

/**
 * One statement inside a tenant in one round trip. `app.enter` and the statement are sent together (extended protocol,
 * two Bind/Execute before one Sync). PostgreSQL runs what stands before a Sync as one transaction, so the tenant that
 * SET LOCAL named covers the statement and is gone when it is done, also after an error.
 *
 * Both are prepared once a connection, the bytes that enter a tenant are kept, and the columns are described once: what is
 * left of tenancy is a few microseconds (bench/scoped-read.ts).
 *
 * A `Submittable` of node-postgres, as its cursors and COPY streams are: the client calls the `handle…` methods.
 */
export class ScopedQuery<Row extends pg.QueryResultRow> implements pg.Submittable {
  /** What each connection has prepared. Not the client's own list: that counts one statement a query. */
  static readonly #prepared = new WeakMap<object, Map<string, Decoder>>();

  readonly result: Promise<Row[]>;
  readonly #name: string;
  readonly #text: string;
  readonly #values: readonly unknown[];
  readonly #entry: Entry;
  readonly #rows: Row[] = [];
  #decoder: Decoder | undefined;
  #entered = false;
  #connection: object | undefined;
  #error: Error | undefined;
  #resolve!: (rows: Row[]) => void;
  #reject!: (error: Error) => void;

  /** @param name of the prepared statement: the same name always with the same text. */
  constructor(name: string, text: string, values: readonly unknown[], entry: Entry) {
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
    if (prepared === undefined) parts.push(...prepare(ENTER, ENTER_TEXT));
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
    if (!this.#entered) return; // the void that app.enter returns
    try {
      this.#rows.push(this.#decoder?.parseRow(message.fields) as Row);
    } catch (error) {
      this.#error ??= error as Error;
    }
  }

  handleCommandComplete(): void {
    this.#entered = true;
  }

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

const ENTER = "app.enter";
const ENTER_TEXT = "SELECT app.enter($1::uuid, $2::uuid[], $3::uuid)";
const EXECUTE = serialize.execute();
const SYNC = serialize.sync();

/** Closing what does not exist is no error, so this also heals a connection of which nothing is known. */
function prepare(name: string, text: string): Buffer[] {
  return [serialize.close({ type: "S", name }), serialize.parse({ name, text })];
}

/** The bytes that enter a tenant, kept for the entries lately used. */
const entries = new Map<string, Buffer>();
const ENTRIES_KEPT = 2_000;

function entering(entry: Entry): Buffer {
  const key = `${entry[0]}${entry[1]}${entry[2]}`;
  let bytes = entries.get(key);
  if (bytes === undefined) {
    bytes = Buffer.concat([serialize.bind({ statement: ENTER, values: [...entry] }), EXECUTE]);
    if (entries.size >= ENTRIES_KEPT) entries.clear();
    entries.set(key, bytes);
  }
  return bytes;
}

interface Decoder {
  addFields(fields: unknown[]): void;
  parseRow(fields: unknown[]): unknown;
}
