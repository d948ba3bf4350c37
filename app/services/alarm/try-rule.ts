import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { compileAlarm, followWatch, type Severity } from "#engines/alarms/index.ts";
import { alarmRules } from "./alarm-rules.ts";
import { loadInstants } from "./load-instants.ts";

export interface TryOut {
  readonly points: number;
  readonly raised: number;
  /** What the rule in force makes of the same data. */
  readonly raisedNow: number;
  readonly bySeverity: Readonly<Record<string, number>>;
  readonly top: readonly { readonly servicePoint: string; readonly raised: number }[];
  /** Operators can look at about one alarm in ten minutes (EEMUA 191); the worst ten minutes show a flood. */
  readonly mostInTenMinutes: number;
}

/** Points looked at; the newest data of so many. */
const POINTS_LIMIT = 2_000;
const TEN_MINUTES_MS = 600_000;

/**
 * How many alarms a rule with other parameters would have raised on the stored data, beside the rule as it is. Nothing is
 * written. @throws NOT_FOUND
 */
export async function tryRule(
  scope: Scope,
  request: {
    readonly key: string;
    readonly parameters: Readonly<Record<string, number>>;
    readonly days: number;
    readonly now: Date;
  },
): Promise<TryOut> {
  const { key, parameters, days, now } = request;
  return withTenantSql(scope, async (sql) => {
    const known = (await alarmRules(sql, scope.tenantId)).get(key);
    if (known === undefined) throw commonError("NOT_FOUND");
    const fromMs = now.getTime() - days * 86_400_000;
    const { rows } = await sql.query<{ id: string; number: string }>(POINTS, [
      scope.tenantId,
      known.metrics,
      new Date(fromMs),
      POINTS_LIMIT,
    ]);
    const instants = await loadInstants(
      sql,
      scope.tenantId,
      known.metrics,
      new Map(rows.map(({ id }) => [id, fromMs - known.lookBackMs])),
    );
    const program = compileAlarm(known.rule);
    const raises = (id: string, own: Readonly<Record<string, number>>) =>
      followWatch(
        {
          name: { rule: key, source: id },
          periods: [{ fromMs: Number.NEGATIVE_INFINITY, program }],
          untilMs: now.getTime(),
          parameters: own,
        },
        instants.get(id) ?? [],
      ).transitions.filter(({ from, timeMs }) => from === "normal" && timeMs >= fromMs);
    const bySeverity: Record<string, number> = {};
    const times: number[] = [];
    const perPoint: { servicePoint: string; raised: number }[] = [];
    let raisedNow = 0;
    for (const { id, number } of rows) {
      const found = raises(id, parameters);
      raisedNow += raises(id, {}).length;
      for (const { to, timeMs } of found) {
        bySeverity[to satisfies Severity] = (bySeverity[to] ?? 0) + 1;
        times.push(timeMs);
      }
      if (found.length > 0) perPoint.push({ servicePoint: number, raised: found.length });
    }
    return {
      points: rows.length,
      raised: times.length,
      raisedNow,
      bySeverity,
      top: perPoint.sort((a, b) => b.raised - a.raised).slice(0, 10),
      mostInTenMinutes: most(times.sort((a, b) => a - b)),
    };
  });
}

/** The most of sorted instants within any ten minutes. */
function most(times: readonly number[]): number {
  let from = 0;
  let greatest = 0;
  times.forEach((time, at) => {
    while (time - (times[from] ?? 0) >= TEN_MINUTES_MS) from += 1;
    greatest = Math.max(greatest, at - from + 1);
  });
  return greatest;
}

const POINTS = `
  SELECT s.id, s.number FROM service_point s
  WHERE s.tenant_id = $1 AND EXISTS (SELECT 1 FROM device_sample d WHERE d.tenant_id = $1 AND d.service_point_id = s.id
    AND d.metric = ANY ($2::text[]) AND d.measured_at >= $3)
  ORDER BY s.number LIMIT $4`;
