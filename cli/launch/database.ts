import pg from "pg";
import { LaunchFailure } from "./failure.ts";
import { openCluster, openDatabase } from "./postgres/cluster.ts";

/** The database of the product: the embedded one, or the one that `DATABASE_URL` names. */
export interface ProductDatabase {
  /** Address for its owner. */
  readonly url: string;
  /** Words for the person at the terminal, without the password. */
  readonly words: string;
  /** Stops the embedded server; leaves another one alone. */
  close(): Promise<void>;
}

const OLDEST = 150_000;
const CONNECT_TIMEOUT_MS = 8_000;

export async function openProductDatabase(given: string | undefined): Promise<ProductDatabase> {
  if (given) return { url: given, words: await check(given), close: async () => {} };
  const cluster = await openCluster({ name: "postgres" });
  const url = await openDatabase(cluster, "manifold");
  return { url, words: `embedded 18 on port ${cluster.port}`, close: () => cluster.release() };
}

/**
 * Whether a given database can carry the product; returns its version and place in words.
 * @throws LaunchFailure with one line that says what to do.
 */
async function check(text: string): Promise<string> {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    throw new LaunchFailure("DATABASE_URL must be of the form postgres://owner:password@host:5432/database.");
  }
  const url = new URL(text);
  const place = `${url.hostname}:${url.port || 5432}${url.pathname}`;
  if (url.pathname.length < 2)
    throw new LaunchFailure(`DATABASE_URL names no database: …@${place}<database>.`);
  const client = new pg.Client({ connectionString: text, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new LaunchFailure(reasonOf(error, url, place));
  }
  try {
    const { rows } = await client.query<Facts>(FACTS);
    const [facts] = rows;
    if (facts === undefined) throw new LaunchFailure(`DATABASE_URL: ${place} gave no answer.`);
    return wordsFor(facts, place);
  } finally {
    await client.end().catch(() => {});
  }
}

/** What a server tells of itself and of the user that the address names. */
export interface Facts {
  /** `server_version_num`: 150004 is 15.4. */
  number: number;
  version: string;
  name: string;
  database: string;
  may_make_roles: boolean;
  may_create: boolean;
}

const FACTS = `
  SELECT current_setting('server_version_num')::int AS number,
         split_part(current_setting('server_version'), ' ', 1) AS version,
         current_user AS name,
         current_database() AS database,
         (rolsuper OR rolcreaterole) AS may_make_roles,
         has_database_privilege(current_database(), 'CREATE') AS may_create
  FROM pg_roles WHERE rolname = current_user`;

/**
 * Version and place in words.
 * @throws LaunchFailure when the server is too old, or the user may not do what an owner must.
 */
export function wordsFor(facts: Facts, place: string): string {
  if (facts.number < OLDEST) {
    throw new LaunchFailure(
      `DATABASE_URL: PostgreSQL ${facts.version} at ${place} is too old; Manifold needs 15 or newer. Leave DATABASE_URL unset to use the embedded one.`,
    );
  }
  if (!facts.may_make_roles || !facts.may_create) {
    throw new LaunchFailure(
      `DATABASE_URL: the user ${facts.name} must own the database and be allowed to make roles. As an administrator: ALTER ROLE "${facts.name}" CREATEROLE; ALTER DATABASE "${facts.database}" OWNER TO "${facts.name}";`,
    );
  }
  return `PostgreSQL ${facts.version} at ${place}`;
}

function reasonOf(error: unknown, url: URL, place: string): string {
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `DATABASE_URL: the host ${url.hostname} was not found. Check the name.`;
    case "ECONNREFUSED":
      return `DATABASE_URL: nothing answers at ${place}. Start that PostgreSQL, or check host and port.`;
    case "28P01":
    case "28000":
      return `DATABASE_URL: the server at ${place} does not let the user "${url.username}" in. Check user and password.`;
    case "3D000":
      return `DATABASE_URL: there is no database "${url.pathname.slice(1)}" at ${url.host}. Make it: CREATE DATABASE "${url.pathname.slice(1)}" OWNER "${url.username}";`;
    case "53300":
      return `DATABASE_URL: the server at ${place} has no free connection. Raise max_connections or close some.`;
    default:
      return `DATABASE_URL: no connection to ${place}: ${message.split("\n")[0] || code}.`;
  }
}
