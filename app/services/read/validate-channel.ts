import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type DayOutcome, recomputeDays } from "./apply-days.ts";
import { getChannel } from "./equipment.ts";
import { estimationProgram, estimationRules } from "./estimation-program.ts";

/** Days that one transaction makes final again. */
const PORTION_DAYS = 92;

export interface ValidateRequest {
  readonly channelId: string;
  /** Names this round in the journal; the same round run again adds nothing to it. */
  readonly causeId: string;
  readonly at: Date;
  readonly signal?: AbortSignal;
}

/**
 * Checks and estimates a channel again with the rules in force, from everything that was ever stated about it. The
 * result depends on the inputs and the rules only, so a round that was killed is simply run again.
 * @throws NOT_FOUND
 */
export async function validateChannel(
  scope: Scope,
  request: ValidateRequest,
): Promise<Omit<DayOutcome, "values">> {
  const { tenantId } = scope;
  const span = await withTenantSql(scope, async (sql) => {
    await getChannel(sql, tenantId, request.channelId);
    const { rows } = await sql.query<{ first_day: number | null; last_day: number | null }>(SPAN, [
      tenantId,
      request.channelId,
    ]);
    return rows[0];
  });
  const total = { daysAdded: 0, daysChanged: 0, findings: {} as Record<string, number> };
  if (span === undefined || span.first_day === null || span.last_day === null) return total;
  for (let from = span.first_day; from <= span.last_day; from += PORTION_DAYS) {
    request.signal?.throwIfAborted();
    const to = Math.min(from + PORTION_DAYS - 1, span.last_day);
    const done = await withTenantSql(scope, async (sql) => {
      const channel = await getChannel(sql, tenantId, request.channelId);
      const program = await estimationProgram(sql, tenantId);
      const cause = { kind: "rules" as const, id: request.causeId, at: request.at };
      return recomputeDays(sql, tenantId, program, cause, channel, from, to);
    });
    total.daysAdded += done.daysAdded;
    total.daysChanged += done.daysChanged;
    for (const [check, count] of Object.entries(done.findings)) {
      total.findings[check] = (total.findings[check] ?? 0) + count;
    }
  }
  return total;
}

const SPAN = `
  SELECT min(local_day) - DATE '1970-01-01' AS first_day, max(local_day) - DATE '1970-01-01' AS last_day
  FROM read_input WHERE tenant_id = $1 AND channel_id = $2`;

/**
 * Every channel of the tenant, one after the other in the order of their ids, unless all of them stand by the rules in
 * force already. Returns how many were gone through. Killed and run again it ends in the same state.
 */
export async function revalidateChannels(
  scope: Scope,
  round: Omit<ValidateRequest, "channelId">,
): Promise<number> {
  const { tenantId } = scope;
  // Rules that change meanwhile have a job of their own behind this one.
  const { hash } = await withTenantSql(scope, (sql) => estimationRules(sql, tenantId));
  const applied = await withTenantSql(scope, (sql) => sql.query<{ rules_hash: string }>(APPLIED, [tenantId]));
  if (applied.rows[0]?.rules_hash === hash) return 0;
  let channels = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await withTenantSql(scope, (sql) =>
      sql.query<{ id: string }>(
        "SELECT id FROM channel WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 100",
        [scope.tenantId, after],
      ),
    );
    if (rows.length === 0) break;
    for (const { id } of rows) await validateChannel(scope, { ...round, channelId: id });
    channels += rows.length;
    after = rows[rows.length - 1]!.id;
  }
  await withTenantSql(scope, (sql) => sql.query(APPLY, [tenantId, hash, round.at]));
  return channels;
}

const APPLIED = "SELECT rules_hash FROM read_rules WHERE tenant_id = $1";

const APPLY = `
  INSERT INTO read_rules (tenant_id, rules_hash, applied_at) VALUES ($1, $2, $3)
  ON CONFLICT (tenant_id) DO UPDATE SET rules_hash = excluded.rules_hash, applied_at = excluded.applied_at`;
