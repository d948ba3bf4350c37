import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import type { AlarmState } from "#engines/alarms/index.ts";
import type { ActEntry } from "./alarm-life.ts";
import { type AlarmRuleHistory, alarmRules } from "./alarm-rules.ts";
import { alarmServiceError } from "./errors.ts";
import { writeJournal } from "./journal.ts";
import { updateState } from "./update-state.ts";

export type AlarmDeed =
  | { readonly act: "acknowledge"; readonly note?: string | undefined }
  | { readonly act: "reset"; readonly onSite: boolean; readonly note: string }
  | { readonly act: "shelve"; readonly until: Date; readonly note: string }
  | { readonly act: "unshelve"; readonly note?: string | undefined }
  | { readonly act: "removeFromService"; readonly note: string }
  | { readonly act: "returnToService"; readonly note?: string | undefined };

interface Held {
  readonly state: AlarmState;
  readonly occurrence: number;
  readonly rule: AlarmRuleHistory;
}

/** The states in which an act means something; elsewhere somebody else was quicker. */
const FITS: Readonly<Record<ActEntry, readonly AlarmState[]>> = {
  acknowledge: ["unacknowledged", "returned"],
  reset: ["latched", "acknowledged", "returned", "unacknowledged"],
  shelve: ["normal", "unacknowledged", "acknowledged", "returned", "latched", "shelved"],
  unshelve: ["shelved"],
  removeFromService: ["normal", "unacknowledged", "acknowledged", "returned", "latched", "shelved"],
  returnToService: ["outOfService"],
};

/**
 * What a person does about one alarm. It is journalled at the time of the deed and never part of the history that values
 * make. Answers the new state.
 * @throws NOT_FOUND, ALARM_ACT_UNFIT, ALARM_ON_SITE_NEEDED, ALARM_STILL_STANDS
 */
export async function actOnAlarm(
  scope: Scope,
  alarmId: string,
  deed: AlarmDeed,
  now: Date,
): Promise<{ readonly state: AlarmState }> {
  return withTenantSql(scope, async (sql) => {
    const rules = await alarmRules(sql, scope.tenantId);
    const held = await hold(sql, scope.tenantId, alarmId, rules);
    if (held === undefined) throw commonError("NOT_FOUND");
    return { state: await perform(sql, scope, alarmId, held, deed, now) };
  });
}

/** Many at once, as after a storm. What somebody else has acknowledged meanwhile is passed over. */
export async function acknowledgeAlarms(
  scope: Scope,
  {
    alarmIds,
    note,
    now,
  }: { readonly alarmIds: readonly string[]; readonly note?: string | undefined; readonly now: Date },
): Promise<{ readonly acknowledged: number }> {
  return withTenantSql(scope, async (sql) => {
    const rules = await alarmRules(sql, scope.tenantId);
    let acknowledged = 0;
    // In the order of their ids, so that two people who do it at once do not wait for each other.
    for (const alarmId of [...new Set(alarmIds)].sort()) {
      const held = await hold(sql, scope.tenantId, alarmId, rules);
      if (held === undefined || !FITS.acknowledge.includes(held.state)) continue;
      await perform(sql, scope, alarmId, held, { act: "acknowledge", note }, now);
      acknowledged += 1;
    }
    return { acknowledged };
  });
}

async function hold(
  sql: TenantSql,
  tenantId: string,
  alarmId: string,
  rules: ReadonlyMap<string, AlarmRuleHistory>,
): Promise<Held | undefined> {
  const { rows } = await sql.query<{ state: AlarmState; occurrence: number; rule_key: string }>(
    "SELECT state, occurrence, rule_key FROM alarm WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    [tenantId, alarmId],
  );
  const row = rows[0];
  const rule = row && rules.get(row.rule_key);
  return row && rule && { state: row.state, occurrence: row.occurrence, rule };
}

async function perform(
  sql: TenantSql,
  scope: Scope,
  alarmId: string,
  { state, occurrence, rule }: Held,
  deed: AlarmDeed,
  now: Date,
): Promise<AlarmState> {
  if (!FITS[deed.act].includes(state)) throw alarmServiceError("ALARM_ACT_UNFIT");
  if (deed.act === "reset" && rule.rule.confirmOnSite && !deed.onSite)
    throw alarmServiceError("ALARM_ON_SITE_NEEDED");
  if (deed.act === "shelve" || deed.act === "unshelve")
    await sql.query("UPDATE alarm SET shelved_until = $3 WHERE tenant_id = $1 AND id = $2", [
      scope.tenantId,
      alarmId,
      deed.act === "shelve" ? deed.until : null,
    ]);
  const note = deed.note === undefined ? {} : { note: deed.note };
  const detail =
    deed.act === "reset"
      ? { ...note, onSite: deed.onSite }
      : deed.act === "shelve"
        ? { ...note, untilMs: deed.until.getTime() }
        : note;
  await writeJournal(sql, scope, { alarmId, occurrence, at: now, entry: deed.act, detail });
  const after = await updateState(sql, scope, { alarmId, rule, now });
  // A reset that leaves the alarm as it was (the condition still stands) must not look as if it had been done.
  if (deed.act === "reset" && after !== "normal") throw alarmServiceError("ALARM_STILL_STANDS");
  await audit(sql, scope, {
    action: deed.act,
    noun: "alarm",
    nounId: alarmId,
    before: { state },
    after: { state: after, ...detail },
  });
  return after;
}
