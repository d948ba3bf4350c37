import type { Scope } from "#app/platform/tenancy.ts";
import { releaseInForce } from "#app/services/blueprint/upper.ts";
import { programOf } from "#engines/compilers.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { itemHash } from "#schema/blueprint/item-hash.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { faultsOfContent } from "#schema/blueprint/pack.ts";
import { type Problem, problemOfError } from "#schema/blueprint/problem.ts";
import { type KpiFigure, type KpiSummary, summaryIn, summaryOf } from "./kpi-figures.ts";
import type { KpiPeriod } from "./period.ts";

export interface TriedKpi {
  /** What it comes to on the data as they are; null where it cannot be asked. */
  readonly tried: KpiSummary | null;
  /** What the KPI in force comes to; null where there is none of the key. */
  readonly inForce: KpiFigure | null;
  readonly problems: readonly Pick<Problem, "path" | "message" | "remedy">[];
}

/** Asks a KPI that is being designed of the data as they are now, beside the one in force. Nothing is kept. */
export async function tryKpi(
  scope: Scope,
  { key, content }: { readonly key: string; readonly content: unknown },
  period: KpiPeriod,
  year: KpiPeriod,
): Promise<TriedKpi> {
  const release = await releaseInForce(scope);
  const inForce = release?.items.some((item) => item.kind === "kpi" && item.key === key)
    ? await summaryOf(scope, release, key, period, year)
    : null;
  const kpi = content as JsonObject;
  const faults = faultsOfContent(itemKinds.kpi.schema, kpi);
  const refused = (errors: readonly ManifoldError[]): TriedKpi => ({
    tried: null,
    inForce,
    problems: errors.map((error) => problemOfError(error)),
  });
  if (faults.length > 0) return refused(faults);
  try {
    const program = programOf("kpi", itemHash({ kind: "kpi", content: kpi }), kpi);
    return {
      tried: await summaryIn(scope, { key, program, content: kpi }, period, year),
      inForce,
      problems: [],
    };
  } catch (error) {
    if (error instanceof ManifoldError) return refused([error]);
    throw error;
  }
}
