import type { TenantSql } from "#app/platform/database.ts";
import { programOf } from "#engines/compilers.ts";
import { compileEstimation, type EstimationProgram } from "#engines/metering/index.ts";
import { STANDARD_RULES } from "#schema/blueprint/estimation/schema.ts";

/** The key under which a utility's release holds its rules for reads. */
const RULES_KEY = "standard";

/** Names the built-in rules where the utility has none. */
const BUILT_IN = "built-in";
const builtInProgram = compileEstimation(STANDARD_RULES);

/**
 * The rules in force of a tenant: the item `estimation/standard` of its current release, or the built-in standard
 * where it has none. `hash` tells whether they are others than before.
 */
export async function estimationRules(
  sql: TenantSql,
  tenantId: string,
): Promise<{ readonly program: EstimationProgram; readonly hash: string }> {
  const { rows } = await sql.query<{ hash: string; content: unknown }>(CURRENT_RULES, [tenantId, RULES_KEY]);
  const item = rows[0];
  if (item === undefined) return { program: builtInProgram, hash: BUILT_IN };
  return { program: programOf("estimation", item.hash, item.content), hash: item.hash };
}

export async function estimationProgram(sql: TenantSql, tenantId: string): Promise<EstimationProgram> {
  return (await estimationRules(sql, tenantId)).program;
}

const CURRENT_RULES = `
  SELECT b.hash, b.content
  FROM release_current c
  JOIN release_item i ON i.tenant_id = c.tenant_id AND i.release_number = c.release_number AND i.kind = 'estimation' AND i.key = $2
  JOIN blueprint_item b ON b.tenant_id = i.tenant_id AND b.hash = i.item_hash
  WHERE c.tenant_id = $1`;
