import { expressionEnvironment } from "#engines/kernel/expression.ts";
import { parseDuration } from "#engines/kernel/interval.ts";
import { conditionVariables } from "#schema/blueprint/alarm/kind.ts";
import type { AlarmRule } from "#schema/blueprint/alarm/schema.ts";
import type { AlarmProgram } from "./program.ts";

const DAY_MS = 86_400_000;

/**
 * Compiles a rule: conditions are parsed and type-checked against its own metrics, windows and parameters.
 * @throws EXPRESSION_MALFORMED, EXPRESSION_TYPE, EXPRESSION_TOO_COSTLY with the path of the condition
 */
export function compileAlarm(rule: AlarmRule): AlarmProgram {
  const environment = expressionEnvironment({ variables: conditionVariables(rule) });
  const condition = (source: string, path: string) =>
    environment.compile(source, { expects: "bool", where: { path } });
  return {
    metrics: new Map(
      Object.entries(rule.metrics).map(([name, metric]) => [
        name,
        { maxAgeMs: metric.maxAge === undefined ? Number.POSITIVE_INFINITY : milliseconds(metric.maxAge) },
      ]),
    ),
    windows: Object.entries(rule.windows).map(([name, window]) => ({
      name,
      metric: window.metric,
      overMs: milliseconds(window.over),
      take: window.take,
    })),
    parameters: rule.parameters,
    levels: rule.levels.map((level, index) => ({
      severity: level.severity,
      raise: condition(level.raise, `levels[${index}].raise`),
      clear: condition(level.clear, `levels[${index}].clear`),
      forMs: milliseconds(level.for),
      clearForMs: milliseconds(level.clearFor),
    })),
    absence: rule.absence && {
      severity: rule.absence.severity,
      metric: rule.absence.metric,
      afterMs: milliseconds(rule.absence.after),
      latenessMs: milliseconds(rule.absence.lateness),
    },
  };
}

/** The schema has let through only times without months. */
function milliseconds(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new RangeError(`no ISO 8601 duration: ${text}`);
  return duration.days * DAY_MS + duration.ms;
}
