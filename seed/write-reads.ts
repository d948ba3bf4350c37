import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { applyDays } from "#app/services/read/apply-days.ts";
import { type AddressedIndex, applyIndices } from "#app/services/read/apply-indices.ts";
import type { Cause } from "#app/services/read/cause.ts";
import { estimationProgram } from "#app/services/read/estimation-program.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { dayStartMs, type LocalDay, type Zone, zoneOf } from "#engines/kernel/zone.ts";
import {
  type AddressedInput,
  type Channel,
  QUALITY,
  SOURCE_RANK,
  slotStartMs,
  slotsOf,
} from "#engines/metering/index.ts";
import { hourlyWh, monthUnits } from "./consumption.ts";
import type { UtilityPlan } from "./plans.ts";
import { Random } from "./random.ts";
import { indicesOf, type Subscriber } from "./subscriber.ts";
import { firstDay, freezeMs, months, type Window } from "./window.ts";

/** Statements that go to the database in one transaction. */
const INDICES_AT_ONCE = 12_000;
const DAYS_AT_ONCE = 4_000;

export interface ReadCounts {
  indices: number;
  days: number;
}

/**
 * Writes a year of reads the way every read comes in: as statements of a batch that the metering services resolve, check
 * and estimate. What was written before is known and changes nothing.
 */
export async function writeReads(
  scope: Scope,
  plan: UtilityPlan,
  subscribers: readonly Subscriber[],
  timezone: string,
  window: Window,
  onProgress: (counts: ReadCounts) => void,
): Promise<ReadCounts> {
  const zone = zoneOf(timezone);
  const at = new Date(dayStartMs(zone, window.today));
  const cause: Cause = { kind: "batch", id: new Random(`${plan.slug}/batch`).uuid(at.getTime()), at };
  const counts: ReadCounts = { indices: 0, days: 0 };
  const inTransaction = <Result>(work: (sql: TenantSql) => Promise<Result>): Promise<Result> =>
    withTenantSql(scope, work);
  await inTransaction((sql) =>
    sql.query(
      `INSERT INTO ingest_batch (tenant_id, id, format, file_name, requested_by, started_at, finished_at)
       VALUES ($1, $2, 'rows', 'demo', $3, $4, $4) ON CONFLICT DO NOTHING`,
      [scope.tenantId, cause.id, scope.actor.name, at],
    ),
  );
  for (const portion of portions(indexStatements(subscribers, zone, window), INDICES_AT_ONCE)) {
    await inTransaction(async (sql) => {
      const program = await estimationProgram(sql, scope.tenantId);
      counts.indices += (await applyIndices(sql, scope.tenantId, program, cause, portion)).readsAdded;
    });
    onProgress(counts);
  }
  for (const portion of portions(dayStatements(subscribers, zone, window), DAYS_AT_ONCE)) {
    await inTransaction(async (sql) => {
      const program = await estimationProgram(sql, scope.tenantId);
      counts.days += (await applyDays(sql, scope.tenantId, program, cause, portion)).daysAdded;
    });
    onProgress(counts);
  }
  return counts;
}

function* portions<Value>(values: Iterable<readonly Value[]>, size: number): Generator<Value[]> {
  let portion: Value[] = [];
  for (const group of values) {
    portion.push(...group);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** The monthly indices, a subscriber's together. */
function* indexStatements(
  subscribers: readonly Subscriber[],
  zone: Zone,
  window: Window,
): Generator<AddressedIndex[]> {
  for (const subscriber of subscribers) {
    const { integerDigits, decimalDigits } = subscriber.class.meter;
    yield indicesOf(subscriber, window).flatMap(({ month, units }) =>
      subscriber.registers.map(
        ({ id, code }, at): AddressedIndex => ({
          register: { id, meterSerial: subscriber.serial, code, shape: { integerDigits } },
          input: {
            atMs: freezeMs(zone, month),
            index: Decimal.fromUnits(units[at] ?? 0, decimalDigits),
            quality: QUALITY.measured,
            sourceRank: SOURCE_RANK.meter,
            sourceSequence: 0,
          },
        }),
      ),
    );
  }
}

/** The hourly values of those who have a channel, a month together. */
function* dayStatements(
  subscribers: readonly Subscriber[],
  zone: Zone,
  window: Window,
): Generator<AddressedInput[]> {
  for (const subscriber of subscribers.filter(({ hasChannel }) => hasChannel)) {
    const { habits, ids } = subscriber;
    const shape = { zone, intervalSeconds: 3600, exponent: 0 } as const;
    const channel: Channel = { id: ids.channel, code: "energy", unit: "Wh", direction: "forward", shape };
    const slots = (day: LocalDay): number[] =>
      Array.from({ length: slotsOf(shape, day) }, (_, slot) => slotStartMs(shape, day, slot));
    // The current month up to yesterday, so that "today" of a first visit shows fresh values.
    for (const month of months(window.first, window.current + 1)) {
      const totalWh = monthUnits(habits, month) * 10 ** (3 - habits.decimals);
      const days = [...hourlyWh(habits, zone, month, totalWh, slots)].filter(([day]) => day < window.today);
      yield days.map(([day, values]): AddressedInput => {
        const holes = holesOf(habits.seed, day, values.length, day >= firstDay(window.current - 2));
        return {
          channel,
          day,
          input: {
            exponent: 0,
            values: values.map((value, slot) => (holes.has(slot) ? null : BigInt(value))),
            quality: values.map((_, slot) => (holes.has(slot) ? QUALITY.missing : QUALITY.measured)),
            sourceRank: SOURCE_RANK.meter,
            sourceSequence: 0,
          },
        };
      });
    }
  }
}

/** Hours that a meter failed to send: mostly one or two, which are estimated; seldom an evening, left for staff, in the last weeks only. */
function holesOf(seed: string, day: LocalDay, slots: number, recent: boolean): Set<number> {
  const random = new Random(`${seed}/holes/${day}`);
  const length = random.chance(0.012)
    ? random.integer(1, 2)
    : recent && random.chance(0.0012)
      ? random.integer(5, 9)
      : 0;
  const first = random.integer(2, Math.max(2, slots - 12));
  return new Set(Array.from({ length }, (_, at) => first + at));
}
