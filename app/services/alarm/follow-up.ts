import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Severity } from "#engines/alarms/index.ts";
import type { AlarmRuleHistory } from "./alarm-rules.ts";
import { commandAutomatically } from "./command-automatically.ts";
import { writeJournal } from "./journal.ts";

/** An alarm that left quiet, or grew worse since. */
export interface Occurrence {
  readonly alarmId: string;
  readonly servicePointId: string;
  readonly rule: AlarmRuleHistory;
  readonly occurrence: number;
  readonly worst: Severity;
  readonly raisedAt: Date;
  readonly now: Date;
}

/** What was raised longer ago and is found only now (an old file, a new rule) is shown, and nothing is set in motion. */
const TOO_OLD_MS = 86_400_000;

/**
 * What follows from an alarm, in the transaction that found it: each thing once an occurrence, since its entry in the
 * journal stands once.
 */
export async function followUp(sql: TenantSql, scope: Scope, alarm: Occurrence): Promise<void> {
  const { alarmId, occurrence, worst, raisedAt, now } = alarm;
  const entry = { alarmId, occurrence, at: now };
  const begun = await writeJournal(sql, scope, {
    ...entry,
    entry: "raised",
    key: `${occurrence}/raised`,
    detail: { raisedAt: raisedAt.toISOString(), severity: worst },
  });
  if (begun && now.getTime() - raisedAt.getTime() > TOO_OLD_MS)
    await writeJournal(sql, scope, { ...entry, entry: "tooOld", key: `${occurrence}/tooOld` });
  if (now.getTime() - raisedAt.getTime() > TOO_OLD_MS) return;
  await commandAutomatically(sql, scope, alarm);
}
