import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type AlarmDeed, actOnAlarm } from "#app/services/alarm/act-on-alarms.ts";
import { judgeDue, judgeWaiting } from "#app/services/alarm/judge.ts";
import { writeStep } from "#app/services/device/command-step.ts";
import { ingestEvents } from "#app/services/device/ingest-events.ts";
import type { AlarmState } from "#engines/alarms/index.ts";
import { DAY_MS, dayStartMs, HOUR_MS, type Zone } from "#engines/kernel/zone.ts";
import type { UtilityPlan } from "./plans.ts";
import { Random } from "./random.ts";
import { subscriberOf } from "./subscriber.ts";
import type { Window } from "./window.ts";

/** What happened at one home: values of devices on one day, and what people did about it. */
interface Story {
  /** Which subscriber; the first ones are left to visitors. */
  readonly at: number;
  readonly rule: string;
  readonly daysAgo: number;
  readonly hour: number;
  /** Minutes after the hour, metric, value. */
  readonly values: readonly (readonly [minute: number, metric: string, value: number])[];
  readonly deeds?: readonly (readonly [minute: number, deed: AlarmDeed])[];
}

const acknowledge = (minute: number) => [minute, { act: "acknowledge" }] as const;

const GAS: readonly Story[] = [
  {
    at: 4,
    rule: "gas-leak",
    daysAgo: 19,
    hour: 18,
    values: [
      [0, "concentration", 1],
      [4, "concentration", 9],
      [9, "concentration", 14],
      [26, "concentration", 2],
    ],
    deeds: [acknowledge(6), [70, { act: "reset", onSite: true, note: "软管老化，已更换并检漏合格" }]],
  },
  {
    at: 5,
    rule: "abnormal-flow",
    daysAgo: 6,
    hour: 7,
    values: [
      [0, "flow", 1.2],
      [15, "flow", 3.4],
      [30, "flow", 3.1],
      [45, "flow", 0.8],
    ],
    deeds: [acknowledge(25)],
  },
  {
    at: 6,
    rule: "gas-leak",
    daysAgo: 1,
    hour: 20,
    values: [
      [0, "concentration", 0.5],
      [10, "concentration", 7],
      [25, "concentration", 3],
    ],
    deeds: [acknowledge(14)],
  },
  ...[7, 8, 9, 10, 11, 12].map((at, index): Story => {
    const values = [0, 24, 48].map((hour, day) => [hour * 60, "battery", 2.98 - day * 0.02] as const);
    return { at, rule: "low-battery", daysAgo: 12 - index, hour: 3, values };
  }),
];

const POWER: readonly Story[] = [
  {
    at: 5,
    rule: "voltage-loss",
    daysAgo: 9,
    hour: 14,
    values: [
      [0, "voltage", 228],
      [0, "current", 4.2],
      [15, "voltage", 121],
      [15, "current", 3.9],
      [45, "voltage", 229],
      [45, "current", 4.1],
    ],
    deeds: [acknowledge(22)],
  },
  {
    at: 6,
    rule: "voltage-loss",
    daysAgo: 1,
    hour: 16,
    values: [
      [0, "voltage", 231],
      [0, "current", 2.2],
      [15, "voltage", 96],
      [15, "current", 2.4],
      [30, "voltage", 98],
      [30, "current", 2.3],
    ],
  },
];

const STORIES: Readonly<Record<string, readonly Story[]>> = { "linzhou-gas": GAS, linzhou: POWER };

/**
 * Alarms of the last weeks, some of which still stand: told by devices, judged and acted on at their own time, so that cases
 * and commands follow as they would have. What was told before is known and changes nothing.
 */
export async function writeAlarms(
  scope: Scope,
  plan: UtilityPlan,
  customers: number,
  zone: Zone,
  window: Window,
): Promise<number> {
  const stories = (STORIES[plan.slug] ?? []).filter(({ at }) => at < customers);
  let told = 0;
  for (const story of [...stories].sort((a, b) => b.daysAgo - a.daysAgo)) {
    const { number } = subscriberOf(plan, story.at, window);
    const startMs = dayStartMs(zone, window.today - story.daysAgo) + story.hour * HOUR_MS;
    const report = await ingestEvents(scope, {
      source: eventsOf(story, `S${number}`, startMs),
      fileName: "demo",
    });
    if (report.unchanged) continue;
    told += 1;
    const moments = [
      ...story.values.map(([minute]) => minute + 2),
      ...(story.deeds ?? []).map(([minute]) => minute),
    ];
    for (const minute of [...new Set(moments)].sort((a, b) => a - b)) {
      const now = new Date(startMs + minute * 60_000);
      while ((await judgeDue(scope, now)).points > 0);
      while ((await judgeWaiting(scope, now)).points > 0);
      await finishCommands(scope, now);
      for (const [at, deed] of story.deeds ?? [])
        if (at === minute) await perform(scope, story.rule, number, deed, now);
    }
    const later = new Date(startMs + 3 * DAY_MS);
    while ((await judgeWaiting(scope, later)).points > 0);
  }
  return told;
}

async function* eventsOf(story: Story, source: string, startMs: number): AsyncGenerator<Uint8Array> {
  for (const [minute, metric, value] of story.values) {
    const time = new Date(startMs + minute * 60_000).toISOString();
    yield Buffer.from(`${JSON.stringify({ time, source, metric, value })}\n`);
  }
}

/** Who acted: both utilities with stories speak Chinese. */
const DISPATCHER = "周敏";

async function perform(
  scope: Scope,
  rule: string,
  number: string,
  deed: AlarmDeed,
  now: Date,
): Promise<void> {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ id: string; state: AlarmState }>(
      `SELECT a.id, a.state FROM alarm a JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
       WHERE a.tenant_id = $1 AND a.rule_key = $2 AND s.number = $3`,
      [scope.tenantId, rule, `S${number}`],
    ),
  );
  const alarm = rows[0];
  if (alarm === undefined) return;
  await actOnAlarm({ ...scope, actor: { kind: "staff", name: DISPATCHER } }, alarm.id, deed, now);
}

/** Devices of the past did what they were told within a minute. */
async function finishCommands(scope: Scope, now: Date): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ id: string; created_at: Date }>(
      "SELECT id, created_at FROM device_command WHERE tenant_id = $1 AND state = 'approved' AND created_at <= $2 FOR UPDATE",
      [scope.tenantId, now],
    );
    for (const { id, created_at } of rows) {
      const random = new Random(`command/${created_at.toISOString()}`);
      const at = (seconds: number): Date => new Date(created_at.getTime() + seconds * 1_000);
      const doneAt = at(Math.round(random.between(12, 50)));
      await writeStep(sql, scope.tenantId, id, at(1), "sent", {});
      await writeStep(sql, scope.tenantId, id, at(1), "acknowledged", {});
      await writeStep(sql, scope.tenantId, id, doneAt, "executed", { valve: "shut" });
      await sql.query(
        "UPDATE device_command SET state = 'executed', attempts = 2, finished_at = $3 WHERE tenant_id = $1 AND id = $2",
        [scope.tenantId, id, doneAt],
      );
    }
  });
}
