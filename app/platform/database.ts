import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Prisma } from "#schema/database/client/client.ts";
import { PrismaClient } from "#schema/database/client/client.ts";
import { databaseUrls } from "./env.ts";
import { remember } from "./remember.ts";
import { ScopedQuery } from "./scoped-query.ts";
import { entryOf, type Scope } from "./tenancy.ts";
import { spannedSql, spannedTransaction } from "./tracing.ts";

/**
 * The only door to the database. Everything inside a tenant goes through one of three:
 * - `withTenant(scope, tx => …)`: a transaction by Prisma, where a person waits;
 * - `withTenantSql(scope, sql => …)`: a transaction by plain SQL, for bulk work;
 * - `readTenant(scope, name, text, values)`: one prepared statement in one round trip.
 * The identity schema, which precedes tenancy, has `withIdentity`. Importing a client elsewhere fails the import rules.
 */

// Dates without time stay text (a bill's period is no instant); numerics and bigints stay text too (exact).
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Connections of one process, by role. */
const POOL_SIZE = { app: 10, portal: 6, identity: 4 } as const;
const CONNECT_TIMEOUT_MS = 10_000;

type PooledRole = keyof typeof POOL_SIZE;

function pool(role: PooledRole): pg.Pool {
  return remember(`database.pool.${role}`, () => {
    const made = new pg.Pool({
      connectionString: databaseUrls()[role],
      max: POOL_SIZE[role],
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: `manifold ${role}`,
    });
    // An idle connection that the server closes (restart) must not end the process; the pool makes a new one.
    made.on("error", () => {});
    // Nor one that is killed while it works: the query under way rejects, and the connection is thrown away.
    made.on("connect", (client) => client.on("error", () => {}));
    return made;
  });
}

function prisma(role: "app" | "portal"): PrismaClient {
  return remember(`database.prisma.${role}`, () => new PrismaClient({ adapter: new PrismaPg(pool(role)) }));
}

const roleOf = (scope: Scope): "app" | "portal" => (scope.customerId === undefined ? "app" : "portal");

export type TenantTx = Prisma.TransactionClient;

export interface TransactionOptions {
  readonly isolation?: "ReadCommitted" | "RepeatableRead" | "Serializable";
  /** How long the whole transaction may take; default 15 s. */
  readonly timeoutMs?: number;
}

/** Runs `work` in one transaction inside the tenant, by Prisma. It is rolled back when `work` throws. */
export async function withTenant<Result>(
  scope: Scope,
  work: (tx: TenantTx) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const [tenant, readable, customer] = entryOf(scope);
  return spannedTransaction(() =>
    prisma(roleOf(scope)).$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT app.enter(${tenant}::uuid, ${readable}::uuid[], ${customer}::uuid)`;
        return work(tx);
      },
      {
        maxWait: CONNECT_TIMEOUT_MS,
        timeout: options.timeoutMs ?? 15_000,
        ...(options.isolation === undefined ? {} : { isolationLevel: options.isolation }),
      },
    ),
  );
}

/** Plain SQL inside a tenant's transaction. */
export interface TenantSql {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number }>;
  /** A stream into `COPY … FROM STDIN`: only into tables without policies, such as temporary staging tables. */
  copyFrom(text: string): ReturnType<typeof copyFrom>;
  /** A stream out of `COPY (SELECT …) TO STDOUT`. */
  copyTo(text: string): ReturnType<typeof copyTo>;
}

/**
 * Runs `work` in one transaction inside the tenant, by plain SQL. It is rolled back when `work` throws.
 * `repeatable`: all of it sees the data as they were at its first statement.
 */
export async function withTenantSql<Result>(
  scope: Scope,
  work: (sql: TenantSql) => Promise<Result>,
  { repeatable = false }: { readonly repeatable?: boolean } = {},
): Promise<Result> {
  const entry = entryOf(scope).map((value) => (value === null ? "NULL" : pg.escapeLiteral(value)));
  const begin = repeatable ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN";
  return transaction(roleOf(scope), `${begin}; SELECT app.enter(${entry.join(", ")})`, work);
}

/** Runs `work` as the identity role, in one transaction: people, sessions, memberships, the directory of tenants. */
export async function withIdentity<Result>(work: (sql: TenantSql) => Promise<Result>): Promise<Result> {
  return transaction("identity", "BEGIN", work);
}

/** One statement as the identity role, in one round trip: whose session a request carries. */
export async function askIdentity<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return spannedSql(text, async () => {
    const { rows } = await pool("identity").query<Row>({ name, text, values: [...values] });
    return rows;
  });
}

/**
 * One statement inside the tenant, in one round trip: the fastest way for a read where a person or a meter waits.
 * @param name of the prepared statement; the same name always with the same text.
 */
export async function readTenant<Row extends pg.QueryResultRow>(
  scope: Scope,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return spannedSql(text, () => readScoped(scope, new ScopedQuery<Row>(name, text, values, entryOf(scope))));
}

async function readScoped<Row extends pg.QueryResultRow>(
  scope: Scope,
  query: ScopedQuery<Row>,
): Promise<Row[]> {
  const client = await pool(roleOf(scope)).connect();
  let reusable = false;
  try {
    client.query(query);
    const rows = await query.result;
    reusable = true;
    return rows;
  } catch (error) {
    // An error that the server told ends with the connection idle again; anything else may leave it in mid-reply.
    reusable = error instanceof pg.DatabaseError && error.severity === "ERROR";
    throw error;
  } finally {
    client.release(!reusable);
  }
}

/**
 * Runs `work` in one transaction inside the tenant as the owner of the tables, who is held by the same policies but may also
 * delete: for backup and restore, and nothing else. It sees the data as they were at its first statement. A connection of its
 * own, closed afterwards.
 */
export async function withOwnerSql<Result>(
  scope: Scope,
  work: (sql: TenantSql) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: databaseUrls().owner,
    application_name: "manifold owner",
  });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await client.query("SELECT app.enter($1::uuid, $2::uuid[], $3::uuid)", entryOf(scope));
    const result = await work(sqlOn(client));
    await client.query("COMMIT");
    return result;
  } finally {
    // Without COMMIT the server rolls back what was begun.
    await client.end();
  }
}

const LISTEN_AGAIN_MS = 1_000;

/** Hears a channel of NOTIFY on a connection of its own, which is opened again when it breaks. It keeps no process alive. */
export function listenTo(channel: string, heard: (payload: string) => void): void {
  const client = new pg.Client({
    connectionString: databaseUrls().app,
    application_name: "manifold listener",
    keepAlive: true,
  });
  let ended = false;
  const again = (): void => {
    if (ended) return;
    ended = true;
    client.end().catch(() => {});
    setTimeout(() => listenTo(channel, heard), LISTEN_AGAIN_MS).unref();
  };
  client.on("error", again);
  client.on("end", again);
  client.on("notification", ({ payload }) => heard(payload ?? ""));
  client
    .connect()
    .then(() => client.query(`LISTEN ${client.escapeIdentifier(channel)}`))
    .catch(again);
  listeners().add(() => {
    ended = true;
    return client.end();
  });
}

/** What closes the connections that listen. */
const listeners = (): Set<() => Promise<void>> => remember("database.listeners", () => new Set());

/** Whether the database answers; for the readiness page. */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await pool("app").query("SELECT 1");
    return true;
  } catch {
    return false;
  }
}

/** Closes every connection of this process. */
export async function closeDatabase(): Promise<void> {
  for (const close of listeners()) await close().catch(() => {});
  await Promise.all([prisma("app").$disconnect(), prisma("portal").$disconnect()]);
  await Promise.all((Object.keys(POOL_SIZE) as PooledRole[]).map((role) => pool(role).end()));
}

function sqlOn(client: pg.ClientBase): TenantSql {
  return {
    query: async (text, values) => {
      const { rows, rowCount } = await spannedSql(text, () =>
        client.query(text, values as unknown[] | undefined),
      );
      return { rows, rowCount: rowCount ?? 0 };
    },
    copyFrom: (text) => client.query(copyFrom(text)),
    copyTo: (text) => client.query(copyTo(text)),
  };
}

async function transaction<Result>(
  role: PooledRole,
  begin: string,
  work: (sql: TenantSql) => Promise<Result>,
): Promise<Result> {
  return spannedTransaction(() => transactionOn(role, begin, work));
}

/** A connection whose ROLLBACK fails (a lost link, a time-out in mid-reply) is thrown away and never serves anybody again. */
async function transactionOn<Result>(
  role: PooledRole,
  begin: string,
  work: (sql: TenantSql) => Promise<Result>,
): Promise<Result> {
  const client = await pool(role).connect();
  let reusable = false;
  try {
    await client.query(begin);
    const result = await work(sqlOn(client));
    const { command } = await client.query("COMMIT");
    // A failed statement whose error was swallowed turns COMMIT into a silent ROLLBACK; say so.
    if (command !== "COMMIT") throw new Error("the transaction had failed and was rolled back at its end");
    reusable = true;
    return result;
  } catch (error) {
    reusable = await client.query("ROLLBACK").then(
      () => true,
      () => false,
    );
    throw error;
  } finally {
    client.release(!reusable);
  }
}
