import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { currentRelease } from "#app/services/blueprint/release.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { causeWords } from "./list-exceptions.ts";
import { dueAgreements } from "./load-agreements.ts";
import { chargeByPlugins } from "./plugin-charges.ts";
import type { Outcome } from "./rate-agreement.ts";
import { CHUNK_SIZE } from "./start-bill-run.ts";
import { rateAgreements } from "./work-bill-run.ts";

/** What a run of a month would do now. Amounts by currency. */
export interface Rehearsal {
  readonly due: number;
  /** How many of them were rated: at most `REHEARSED_MAX`. */
  readonly rehearsed: number;
  readonly wouldPost: number;
  readonly alreadyBilled: number;
  readonly totals: Readonly<Record<string, string>>;
  /** Causes for which agreements would get no bill, or one that is held, with how many. */
  readonly causes: readonly {
    readonly code: string;
    readonly words: string;
    readonly held: boolean;
    readonly count: number;
  }[];
}

/** A person waits for it: some seconds of rating, and the causes of trouble show in fewer. */
const REHEARSED_MAX = 5_000;

/** Rates what a run would rate, by the same way, and writes nothing. @throws RELEASE_MISSING */
export async function rehearseBillRun(scope: Scope, period: string, locale: Locale): Promise<Rehearsal> {
  const release = await currentRelease(scope);
  const due = await withTenantSql(scope, (sql) => dueAgreements(sql, scope.tenantId, period));
  const chosen = due.slice(0, REHEARSED_MAX);
  const outcomes: Outcome[] = [];
  for (let at = 0; at < chosen.length; at += CHUNK_SIZE) {
    const ids = chosen.slice(at, at + CHUNK_SIZE);
    const portion = await withTenantSql(scope, async (sql) =>
      chargeByPlugins(
        sql,
        scope,
        release,
        await rateAgreements(sql, scope, period, release, ids),
        new Date(),
      ),
    );
    outcomes.push(...portion.outcomes);
  }
  return summaryOf(due.length, outcomes, locale);
}

function summaryOf(due: number, outcomes: readonly Outcome[], locale: Locale): Rehearsal {
  const totals = new Map<string, Decimal>();
  const causes = new Map<string, { code: string; words: string; held: boolean; count: number }>();
  let wouldPost = 0;
  let alreadyBilled = 0;
  for (const outcome of outcomes) {
    if (outcome.kind === "skipped") alreadyBilled += 1;
    const error =
      outcome.kind === "failed" ? outcome.error : outcome.kind === "bill" ? outcome.bill.hold : undefined;
    if (error !== undefined) {
      const cause = causes.get(error.code) ?? {
        code: error.code,
        words: causeWords(error.code, locale),
        held: outcome.kind === "bill",
        count: 0,
      };
      cause.count += 1;
      causes.set(error.code, cause);
    } else if (outcome.kind === "bill") {
      wouldPost += 1;
      const { currency, total } = outcome.bill.rated;
      totals.set(currency, (totals.get(currency) ?? Decimal.ZERO).plus(total));
    }
  }
  return {
    due,
    rehearsed: outcomes.length,
    wouldPost,
    alreadyBilled,
    totals: Object.fromEntries([...totals].map(([currency, total]) => [currency, total.toString()])),
    causes: [...causes.values()].sort((a, b) => b.count - a.count),
  };
}
