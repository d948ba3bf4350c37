import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface JournalEntry {
  readonly alarmId: string;
  readonly occurrence: number;
  readonly at: Date;
  readonly entry: string;
  /** Stands once an alarm: what was done already is not done again. By default the entry is one of many. */
  readonly key?: string;
  readonly detail?: object;
}

/** Writes what was done about an alarm. Answers false where an entry of that key stands already. */
export async function writeJournal(sql: TenantSql, scope: Scope, entry: JournalEntry): Promise<boolean> {
  const id = newId();
  const { rowCount } = await sql.query(INSERT, [
    scope.tenantId,
    id,
    entry.alarmId,
    entry.occurrence,
    entry.at,
    entry.entry,
    entry.key ?? id,
    scope.actor.kind,
    scope.actor.id ?? null,
    scope.actor.name,
    entry.detail ?? {},
  ]);
  return rowCount > 0;
}

const INSERT = `
  INSERT INTO alarm_journal (tenant_id, id, alarm_id, occurrence, at, entry, key, actor_kind, actor_id, actor_name, detail)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant_id, alarm_id, key) DO NOTHING`;
