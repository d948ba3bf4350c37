import { readTenant, withOwnerSql } from "#app/platform/database.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { findTenant } from "./export-pack.ts";
import { RELEASE_COLUMNS, type ReleaseRow } from "./release.ts";
import { signRelease } from "./release-statement.ts";
import { type Verification, verifyRelease } from "./verify-release.ts";

/** Every release of a utility, oldest first. Throws TENANT_UNKNOWN. */
export async function verifyReleases(slug: string): Promise<readonly Verification[]> {
  const scope = systemScope((await findTenant(slug)).id, "manifold tenant verify");
  const rows = await readTenant<{ number: number }>(
    scope,
    "release.numbers",
    "SELECT number FROM release WHERE tenant_id = $1 ORDER BY number",
    [scope.tenantId],
  );
  const found: Verification[] = [];
  for (const row of rows) found.push(await verifyRelease(scope, row));
  return found;
}

/**
 * Signs the releases that have no signature, whose list and contents are whole. Done by whoever holds the database and the
 * secret, once, for an installation that is older than signatures. The numbers that were signed.
 */
export async function signReleases(slug: string): Promise<readonly number[]> {
  const scope: Scope = {
    ...systemScope((await findTenant(slug)).id),
    actor: { kind: "operator", name: "manifold tenant sign" },
  };
  const unsigned = (await verifyReleases(slug)).filter(
    ({ signature, listed, changed }) => signature === "missing" && listed && changed.length === 0,
  );
  const numbers = unsigned.map(({ number }) => number);
  await withOwnerSql(scope, async (sql) => {
    for (const number of numbers) {
      const { rows } = await sql.query<ReleaseRow & { [column: string]: unknown }>(
        `SELECT ${RELEASE_COLUMNS} FROM release r WHERE r.tenant_id = $1 AND r.number = $2`,
        [scope.tenantId, number],
      );
      const [row] = rows;
      if (row === undefined) continue;
      const { signature: _, keyId: __, ...statement } = row;
      const { keyId, value } = signRelease({ tenantId: scope.tenantId, ...statement });
      await sql.query(
        "UPDATE release SET signature = $3, key_id = $4 WHERE tenant_id = $1 AND number = $2 AND signature IS NULL",
        [scope.tenantId, number, value, keyId],
      );
      await audit(sql, scope, { action: "sign", noun: "blueprint", nounId: String(number) });
    }
  });
  return numbers;
}
