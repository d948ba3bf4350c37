import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { checkIndex, QUALITY, type Register, SOURCE_RANK } from "#engines/metering/index.ts";
import { applyIndices, type IndexOutcome } from "./apply-indices.ts";
import { INSERT_EDIT } from "./edit-read.ts";
import { readError } from "./errors.ts";
import { estimationProgram } from "./estimation-program.ts";

export interface IndexEditRequest {
  readonly registerId: string;
  readonly readAtMs: number;
  /** The right index as a decimal text; `null` takes the read away. */
  readonly index: string | null;
  readonly reason: string;
}

/**
 * Corrects, adds or takes away the index of a register at an instant, with the reason.
 * @throws NOT_FOUND, EDIT_REASON_NEEDED, INDEX_NEGATIVE, INDEX_OVER_DIALS, DECIMAL_MALFORMED
 */
export async function editIndex(
  scope: Scope,
  request: IndexEditRequest,
): Promise<IndexOutcome & { editId: string }> {
  if (request.reason.trim() === "") throw readError("EDIT_REASON_NEEDED");
  const index = request.index === null ? null : Decimal.parse(request.index).stripped();
  return withTenantSql(scope, async (sql) => {
    const { tenantId } = scope;
    const register = await lockRegister(sql, tenantId, request.registerId);
    const invalid = index === null ? undefined : checkIndex(register, { index, line: 0 });
    if (invalid !== undefined) throw invalid;
    const edit = { id: newId(), at: new Date() };
    const readAt = new Date(request.readAtMs);
    const last = await sql.query<{ last: string | null }>(LAST_SEQUENCE, [
      tenantId,
      register.id,
      SOURCE_RANK.edit,
    ]);
    const method = index === null ? "withdraw" : "set";
    await sql.query(INSERT_EDIT, [
      tenantId,
      edit.id,
      null,
      register.id,
      readAt,
      readAt,
      method,
      request.reason.trim(),
      scope.actor.id ?? null,
      scope.actor.name,
      edit.at,
    ]);
    const input = {
      atMs: request.readAtMs,
      index,
      quality: index === null ? QUALITY.withdrawn : QUALITY.edited,
      sourceRank: SOURCE_RANK.edit,
      sourceSequence: Math.max(edit.at.getTime(), Number(last.rows[0]?.last ?? 0) + 1),
    };
    const cause = { kind: "edit" as const, id: edit.id, at: edit.at };
    const program = await estimationProgram(sql, tenantId);
    const outcome = await applyIndices(sql, tenantId, program, cause, [{ register, input }]);
    await audit(sql, scope, {
      action: "correct",
      noun: "read",
      nounId: register.id,
      after: {
        editId: edit.id,
        method,
        readAt: readAt.toISOString(),
        index: request.index,
        reason: request.reason,
      },
    });
    return { editId: edit.id, ...outcome };
  });
}

async function lockRegister(
  sql: Parameters<Parameters<typeof withTenantSql>[1]>[0],
  tenantId: string,
  registerId: string,
): Promise<Register> {
  const { rows } = await sql.query<{ serial: string; code: string; integer_digits: number }>(REGISTER, [
    tenantId,
    registerId,
  ]);
  const row = rows[0];
  if (row === undefined) throw commonError("NOT_FOUND");
  const shape = { integerDigits: row.integer_digits };
  return { id: registerId, meterSerial: row.serial, code: row.code, shape };
}

const REGISTER = `
  SELECT m.serial, r.code, r.integer_digits FROM register r JOIN meter m ON m.tenant_id = r.tenant_id AND m.id = r.meter_id
  WHERE r.tenant_id = $1 AND r.id = $2 FOR NO KEY UPDATE OF r`;

const LAST_SEQUENCE = `
  SELECT max(source_sequence) AS last FROM register_input WHERE tenant_id = $1 AND register_id = $2 AND source_rank = $3`;
