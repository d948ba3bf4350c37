import pg from "pg";
import utils from "pg/lib/utils.js";

/**
 * One statement inside a tenant in one round trip. `app.enter` and the statement are sent together (extended protocol,
 * two Bind/Execute before one Sync). PostgreSQL runs what stands before a Sync as one transaction, so the tenant that
 * SET LOCAL named covers the statement and is gone when it is done, also after an error. Both are prepared once a connection.
 *
 * A `Submittable` of node-postgres, as its cursors and COPY streams are: the client calls the `handle…` methods.
 */
export class ScopedQuery<Row extends pg.QueryResultRow> implements pg.Submittable {
  static readonly #ENTER = { name: "app.enter", text: "SELECT app.enter($1::uuid, $2::uuid[], $3::uuid)" };

  /** Statements known to be prepared, by connection. Not the client's own list: that counts one statement a query. */
  static readonly #prepared = new WeakMap<object, Set<string>>();

  readonly result: Promise<Row[]>;
  readonly #statement: { name: string; text: string };
  readonly #values: readonly unknown[];
  readonly #entry: readonly unknown[];
  readonly #decoder = new pg.Result<Row>("object", pg.types) as unknown as Decoder<Row>;
  readonly #rows: Row[] = [];
  #entered = false;
  #wire: Wire | undefined;
  #error: Error | undefined;
  #resolve!: (rows: Row[]) => void;
  #reject!: (error: Error) => void;

  /** @param name of the prepared statement: the same name always with the same text. */
  constructor(name: string, text: string, values: readonly unknown[], entry: readonly unknown[]) {
    this.#statement = { name, text };
    this.#values = values;
    this.#entry = entry;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    this.#wire = wire;
    wire.stream.cork();
    try {
      this.#run(wire, ScopedQuery.#ENTER, this.#entry, false);
      this.#run(wire, this.#statement, this.#values, true);
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  #run(
    wire: Wire,
    statement: { name: string; text: string },
    values: readonly unknown[],
    describe: boolean,
  ): void {
    if (!ScopedQuery.#prepared.get(wire)?.has(statement.name)) {
      // After an error it is not known which of the two was prepared; closing what does not exist is no error.
      wire.close({ type: "S", name: statement.name });
      wire.parse({ ...statement, types: [] });
    }
    wire.bind({ portal: "", statement: statement.name, values, valueMapper: utils.prepareValue });
    if (describe) wire.describe({ type: "P", name: "" });
    wire.execute({ portal: "", rows: 0 });
  }

  handleRowDescription(message: { fields: unknown[] }): void {
    this.#decoder.addFields(message.fields);
  }

  handleDataRow(message: { fields: unknown[] }): void {
    if (!this.#entered) return; // the void that app.enter returns
    try {
      this.#rows.push(this.#decoder.parseRow(message.fields));
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
    if (this.#wire) ScopedQuery.#prepared.delete(this.#wire);
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#error) {
      this.#reject(this.#error);
      return;
    }
    if (this.#wire) {
      const known = ScopedQuery.#prepared.get(this.#wire) ?? new Set();
      ScopedQuery.#prepared.set(this.#wire, known.add(ScopedQuery.#ENTER.name).add(this.#statement.name));
    }
    this.#resolve(this.#rows);
  }
}

/** What of the client's connection is used: the messages of the PostgreSQL extended query protocol. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string; types: number[] }): void;
  bind(message: {
    portal: string;
    statement: string;
    values: readonly unknown[];
    valueMapper: (value: unknown) => unknown;
  }): void;
  describe(message: { type: "P" | "S"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: "P" | "S"; name: string }): void;
  sync(): void;
}

interface Decoder<Row> {
  addFields(fields: unknown[]): void;
  parseRow(fields: unknown[]): Row;
}
