import process from "node:process";
import { billRunProgress } from "#app/services/bill-run/bill-run-progress.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { startShadowRun } from "#app/services/shadow-run/start-shadow-run.ts";
import { workShadowRun } from "#app/services/shadow-run/work-shadow-run.ts";
import { HOUSEHOLD, manyHouseholds, timed } from "./billing/household.ts";
import { onEmptyProduct } from "./database/empty-product.ts";
import type { Report } from "./harness.ts";

/** `SHADOW_AGREEMENTS=10000 npm run bench shadow-run` for a smaller one. */
const AGREEMENTS = Number(process.env.SHADOW_AGREEMENTS ?? 100_000);
/** Chunks under way at the same time in this one process, as in the bench of the bill run. */
const CHUNKS_AT_ONCE = 2;
const PERIOD = "2026-01";

/** The draft: the second step dearer by a cent. */
const DRAFT = {
  ...HOUSEHOLD,
  charges: HOUSEHOLD.charges.map((charge) =>
    charge.code === "tier"
      ? {
          ...charge,
          tiers: {
            window: "year" as const,
            steps: [{ upTo: "2760", price: "0" }, { upTo: "4800", price: "0.06" }, { price: "0.30" }],
          },
        }
      : charge,
  ),
};

/**
 * A draft tariff beside the one in force over a month of every agreement: both sides rated, differences stored. The baseline
 * is the bill run of that month over the same agreements, which rates one side and writes bills, lines and entries.
 */
export default async function shadowRun(report: Report): Promise<void> {
  await onEmptyProduct(async ({ owner }) => {
    const { scope } = await manyHouseholds("bench-shadow", AGREEMENTS, 2);
    const now = () => new Date("2026-05-01T00:00:00Z");
    const atOnce = (work: () => Promise<void>) =>
      timed(() => Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, work)));
    await owner.query("ANALYZE");
    const { billRunId } = await startBillRun(scope, { period: PERIOD, inBackground: false, now: now() });
    const billed = await atOnce(() => workBillRun(scope, billRunId, { now }));
    const { posted } = await billRunProgress(scope, billRunId);
    if (posted !== AGREEMENTS) throw new Error(`${posted} of ${AGREEMENTS} agreements were billed`);
    await owner.query("ANALYZE");
    const plan = { tariffKey: "tou", content: DRAFT, liveKeys: ["tou"], from: PERIOD, to: PERIOD };
    const run = await startShadowRun(scope, { ...plan, inBackground: false, now: now() });
    if (run.agreements !== AGREEMENTS) throw new Error(`${run.agreements} agreements are compared`);
    const compared = await atOnce(() => workShadowRun(scope, run.shadowRunId, { now }));
    report({
      name: `shadow run over ${AGREEMENTS.toLocaleString("en")} agreements, a month`,
      value: compared,
      unit: "s",
      baseline: `the bill run of the same month: ${billed.toFixed(1)} s`,
      ratio: compared / billed,
      goal: "minutes",
    });
  });
}
