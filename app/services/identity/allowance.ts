import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { identityError } from "./errors.ts";

/** How often something may be tried in a window of time. */
export interface Allowance {
  readonly kind: "factor" | "ask-target" | "ask-address" | "ask-tenant";
  /** By whom or for what: a person's id, a telephone number at a utility, an address. */
  readonly key: string;
  readonly max: number;
  readonly minutes: number;
}

/**
 * Counts one try against each allowance before anything is looked at, so that tries of the same moment are so many tries,
 * in a transaction of its own, so that it stays counted whatever follows. A refused try is a try, too.
 * Returns how many are left of the first.
 * @throws TOO_OFTEN with the minutes to wait
 */
export async function countTry(...allowances: readonly Allowance[]): Promise<number> {
  const counted = await withIdentity((sql) => count(sql, allowances));
  const exceeded = counted.filter(({ left }) => left < 0).map(({ minutes }) => minutes);
  if (exceeded.length > 0) throw identityError("TOO_OFTEN", { minutes: Math.max(1, ...exceeded) });
  return counted[0]?.left ?? 0;
}

/** The try was right: what was counted against the key begins anew. */
export async function clearTries(sql: TenantSql, { kind, key }: Allowance): Promise<void> {
  await sql.query("DELETE FROM identity.attempt WHERE kind = $1 AND key = $2", [kind, key]);
}

async function count(
  sql: TenantSql,
  allowances: readonly Allowance[],
): Promise<{ left: number; minutes: number }[]> {
  const counted: { left: number; minutes: number }[] = [];
  for (const { kind, key, max, minutes } of allowances) {
    const { rows } = await sql.query<{ tries: number; minutes: number }>(
      `INSERT INTO identity.attempt AS a (kind, key, failures, since) VALUES ($1, $2, 1, now())
       ON CONFLICT (kind, key) DO UPDATE SET
         failures = CASE WHEN a.since < excluded.since - $3::interval THEN 1 ELSE a.failures + 1 END,
         since = CASE WHEN a.since < excluded.since - $3::interval THEN excluded.since ELSE a.since END
       RETURNING failures AS tries, ceil(extract(epoch FROM since + $3::interval - now()) / 60)::int AS minutes`,
      [kind, key, `${minutes} minutes`],
    );
    const [found] = rows;
    if (found === undefined) throw new Error("the try was not counted");
    counted.push({ left: max - found.tries, minutes: found.minutes });
  }
  return counted;
}
