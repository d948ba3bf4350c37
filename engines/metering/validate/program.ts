import type { EstimationRules } from "#schema/blueprint/estimation/schema.ts";
import { Decimal } from "../../kernel/decimal.ts";
import { parseDuration } from "../../kernel/interval.ts";

/** What to do with a value that fails a check: let it stand with a mark, or put an estimate in its place. */
export type CheckAction = "flag" | "estimate";
export type Severity = "info" | "warning" | "error";

/** An estimation rule set made ready to run. Checks that the rules leave out are absent. */
export interface EstimationProgram {
  readonly gap: { readonly severity: Severity };
  readonly negative?: { readonly severity: Severity; readonly action: CheckAction };
  readonly spike?: {
    readonly severity: Severity;
    readonly action: CheckAction;
    /** A value above third-highest × this is a spike. */
    readonly limitFactor: Decimal;
    /** Values up to this, in the channel's unit, are never spikes. */
    readonly floor: Decimal;
  };
  readonly backwards: { readonly severity: Severity };
  /** A register may have rolled over when it ends below this share of its capacity and began above the rest. */
  readonly rolloverShare: Decimal;
  /** Gaps of at most this length are interpolated. */
  readonly longestMs: number;
}

/** Compiles a rule set that its schema has accepted. Pure; the same rules give the same program. */
export function compileEstimation(rules: EstimationRules): EstimationProgram {
  const { gap, negative, spike, backwards, rollover } = rules.checks;
  return {
    gap: { severity: gap.severity },
    ...(negative === undefined ? {} : { negative }),
    ...(spike === undefined
      ? {}
      : {
          spike: {
            severity: spike.severity,
            action: spike.action,
            limitFactor: Decimal.parse(spike.ratio).plus(Decimal.ONE),
            floor: Decimal.parse(spike.floor),
          },
        }),
    backwards: { severity: backwards.severity },
    rolloverShare: Decimal.parse(rollover.share),
    longestMs: parseDuration(rules.estimation.longest)!.ms,
  };
}
