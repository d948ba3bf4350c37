import type { TenantSql } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Severity } from "#engines/alarms/index.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import type { AlarmRuleHistory } from "./alarm-rules.ts";
import { commandAutomatically } from "./command-automatically.ts";
import { writeJournal } from "./journal.ts";
import { openAlarmCase } from "./open-alarm-case.ts";
import { tellAlarm } from "./tell-alarm.ts";

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

/** What follows from an alarm, the most urgent first. Each does nothing where its entry in the journal stands. */
const FOLLOWS = [commandAutomatically, tellAlarm, openAlarmCase] as const;

/**
 * What follows from an alarm, in the transaction that found it: each thing once an occurrence, since its entry in the
 * journal stands once. What cannot be done (a service that was withdrawn) is said in the journal: an alarm is never lost
 * because something that should follow from it fails.
 */
export async function followUp(sql: TenantSql, scope: Scope, alarm: Occurrence): Promise<void> {
  const { alarmId, occurrence, worst, raisedAt, now } = alarm;
  const entry = { alarmId, occurrence, at: now };
  await writeJournal(sql, scope, {
    ...entry,
    entry: "raised",
    key: `${occurrence}/raised`,
    detail: { raisedAt: raisedAt.toISOString(), severity: worst },
  });
  if (now.getTime() - raisedAt.getTime() > TOO_OLD_MS) {
    await writeJournal(sql, scope, { ...entry, entry: "tooOld", key: `${occurrence}/tooOld` });
    return;
  }
  for (const follow of FOLLOWS) {
    await sql.query("SAVEPOINT follow");
    try {
      await follow(sql, scope, alarm);
    } catch (error) {
      await sql.query("ROLLBACK TO SAVEPOINT follow");
      if (!(error instanceof ManifoldError)) throw error;
      logger.error({ err: error, alarmId }, "what follows from an alarm failed");
      await writeJournal(sql, scope, {
        ...entry,
        entry: "failed",
        key: `${occurrence}/failed/${error.code}`,
        detail: { code: error.code, note: error.wordsIn("zh-CN") },
      });
    }
    await sql.query("RELEASE SAVEPOINT follow");
  }
}
