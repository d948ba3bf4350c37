import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { checkTariff, paintedSchedules } from "#engines/billing/index.ts";
import type { Locale, Words } from "#engines/kernel/errors.ts";
import { faultsOfContent } from "#schema/blueprint/pack.ts";
import { problemOfError } from "#schema/blueprint/problem.ts";
import type { ExampleInput } from "#schema/blueprint/tariff/examples.ts";
import type { PaintedCalendar } from "#schema/blueprint/tariff/schedule.ts";
import { tariffSchema } from "#schema/blueprint/tariff/schema.ts";
import { type RatedSample, rateSample } from "./rate-sample.ts";
import { findSamples, loadSample, type Sample } from "./samples.ts";

export interface TryQuestion {
  readonly key: string;
  /** As it is written in the designer, perhaps not valid yet. */
  readonly content: unknown;
  /** Part of a customer's number or name, or of an agreement's number. */
  readonly search: string;
  /** Left out: the first that is found. */
  readonly agreementId?: string | undefined;
}

export interface TriedExample {
  readonly ok: boolean;
  /** What it comes to; null where it cannot be rated. */
  readonly total: string | null;
  readonly lines: Readonly<Record<string, string>>;
  readonly differences: readonly {
    readonly code: string;
    readonly expected: string;
    readonly got: string | null;
  }[];
  readonly error: string | null;
}

/** What a tariff under design comes to. Problems are by JSON pointer. */
export interface TriedTariff {
  readonly problems: readonly {
    readonly path: string;
    readonly message: Words;
    readonly remedy: Words;
    readonly severity: "error" | "warning";
  }[];
  readonly invariants: readonly {
    readonly key: string;
    readonly label: Words;
    readonly state: "holds" | "broken" | "unchecked";
  }[];
  readonly examples: readonly TriedExample[];
  /** Schedules made of rules as calendars to paint on, by their pointer; null where months or hours are not enough. */
  readonly painted: Readonly<Record<string, PaintedCalendar | null>>;
  readonly samples: readonly Sample[];
  readonly bill: RatedSample | null;
  /** That bill as a golden example, to be kept with the tariff. */
  readonly example: ExampleInput | null;
}

/**
 * Checks a tariff as it stands in the designer and rates the last billed period of a customer with it, by the engine that
 * makes the bills. Writes nothing.
 */
export async function tryTariff(scope: Scope, question: TryQuestion, locale: Locale): Promise<TriedTariff> {
  const parsed = tariffSchema.safeParse(question.content);
  const samples = await withTenantSql(scope, (sql) =>
    findSamples(sql, scope.tenantId, question.key, question.search),
  );
  const chosen = samples.find(({ agreementId }) => agreementId === question.agreementId) ?? samples[0];
  if (!parsed.success) {
    const item = { kind: "tariff", key: question.key };
    const problems = faultsOfContent(tariffSchema, question.content).map((fault) =>
      problemOfError(fault, item),
    );
    return { problems, invariants: [], examples: [], painted: {}, samples, bill: null, example: null };
  }
  const tariff = parsed.data;
  const { program, findings, invariants, examples } = checkTariff(tariff);
  const period = chosen && (await withTenantSql(scope, (sql) => loadSample(sql, scope.tenantId, chosen)));
  const none = { bill: null, example: null };
  return {
    problems: findings,
    invariants: invariants.map(({ key, label, state }) => ({ key, label, state })),
    examples: examples.map(({ ok, bill, error, differences }) => ({
      ok,
      total: bill?.total.toString() ?? null,
      lines: Object.fromEntries((bill?.lines ?? []).map(({ code, amount }) => [code, amount.toString()])),
      differences: differences.map(({ code, expected, got }) => ({ code, expected, got: got ?? null })),
      error: error?.wordsIn(locale) ?? null,
    })),
    painted: paintedSchedules(tariff),
    samples,
    ...(program && chosen && period ? rateSample(program, period, chosen, locale) : none),
  };
}
