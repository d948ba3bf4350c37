import type { TenantSql } from "#app/platform/database.ts";
import { identityError } from "./errors.ts";

/** So many failures in a window lock signing in for the rest of it. An address may be an office of many people. */
export const LOGIN_FAILURES_MAX = 5;
export const ADDRESS_FAILURES_MAX = 60;
const WINDOW_MINUTES = 15;

/** By whose guesses are counted: `login` is of one population (`staff:li`, `<tenant>:li`), known to us or not. */
export interface AttemptKeys {
  readonly login: string;
  readonly ip: string | undefined;
}

/**
 * Counts a try as failed before the password is looked at, so that a hundred guesses at the same moment are a hundred
 * tries; `clearAttempts` takes it back when it was right. Returns how many failures are left.
 * @throws SIGN_IN_LOCKED with the minutes that are left
 */
export async function countAttempt(sql: TenantSql, { login, ip }: AttemptKeys): Promise<number> {
  const { rows } = await sql.query<{ kind: "login" | "address"; failures: number; minutes: number }>(
    `INSERT INTO identity.attempt AS a (kind, key, failures, since)
     VALUES ('login', $1, 1, now()), ('address', ${networkOf("$2")}, 1, now())
     ON CONFLICT (kind, key) DO UPDATE SET
       failures = CASE WHEN a.since < excluded.since - ${WINDOW} THEN 1 ELSE a.failures + 1 END,
       since = CASE WHEN a.since < excluded.since - ${WINDOW} THEN excluded.since ELSE a.since END
     RETURNING kind, failures, ceil(extract(epoch FROM since + ${WINDOW} - now()) / 60)::int AS minutes`,
    [login, ip ?? null],
  );
  let left = Number.POSITIVE_INFINITY;
  for (const { kind, failures, minutes } of rows) {
    const max = kind === "login" ? LOGIN_FAILURES_MAX : ADDRESS_FAILURES_MAX;
    if (failures > max) throw identityError("SIGN_IN_LOCKED", { minutes });
    if (kind === "login") left = max - failures;
  }
  return left;
}

/** The try was right: the login begins anew, the address has one failure less. */
export async function clearAttempts(sql: TenantSql, { login, ip }: AttemptKeys): Promise<void> {
  await sql.query("DELETE FROM identity.attempt WHERE kind = 'login' AND key = $1", [login]);
  await sql.query(
    `UPDATE identity.attempt SET failures = greatest(failures - 1, 0) WHERE kind = 'address' AND key = ${networkOf("$1")}`,
    [ip ?? null],
  );
}

const WINDOW = `interval '${WINDOW_MINUTES} minutes'`;
// One household or server has a whole /64 of IPv6 addresses; each of them must not count anew.
function networkOf(parameter: string): string {
  const ip = `${parameter}::inet`;
  return `coalesce(host(network(set_masklen(${ip}, CASE family(${ip}) WHEN 4 THEN 32 ELSE 64 END))), 'unknown')`;
}
