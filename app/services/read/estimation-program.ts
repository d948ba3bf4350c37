import type { TenantSql } from "#app/platform/database.ts";
import { compileEstimation, type EstimationProgram } from "#engines/metering/index.ts";
import { estimationSchema, STANDARD_RULES } from "#schema/blueprint/estimation/schema.ts";

/** The key under which a utility's release holds its rules for reads. */
const RULES_KEY = "standard";

/** Compiled rules by the hash of their item: an item never changes under its hash. */
const programs = new Map<string, EstimationProgram>();
const PROGRAM_LIMIT = 1_000;

const standardProgram = compileEstimation(STANDARD_RULES);

/**
 * The rules in force of a tenant: the item `estimation/standard` of its current release, or the built-in standard
 * where it has none.
 */
export async function estimationProgram(sql: TenantSql, tenantId: string): Promise<EstimationProgram> {
  const { rows } = await sql.query<{ hash: string; content: unknown }>(CURRENT_RULES, [tenantId, RULES_KEY]);
  const item = rows[0];
  if (item === undefined) return standardProgram;
  const known = programs.get(item.hash);
  if (known !== undefined) return known;
  const program = compileEstimation(estimationSchema.parse(item.content));
  if (programs.size >= PROGRAM_LIMIT) programs.clear();
  programs.set(item.hash, program);
  return program;
}

const CURRENT_RULES = `
  SELECT b.hash, b.content
  FROM release_current c
  JOIN release_item i ON i.tenant_id = c.tenant_id AND i.release_number = c.release_number AND i.kind = 'estimation' AND i.key = $2
  JOIN blueprint_item b ON b.tenant_id = i.tenant_id AND b.hash = i.item_hash
  WHERE c.tenant_id = $1`;
