import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { compiledIn, type ReleaseContent } from "#app/services/blueprint/release.ts";
import {
  callPlugin,
  type InstalledPlugin,
  type PluginCall,
  pluginsAt,
} from "#app/services/plugin/call-plugin.ts";
import { pluginErrors } from "#app/services/plugin/errors.ts";
import { KnownLine, type RatedBill } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf, ManifoldError } from "#engines/kernel/errors.ts";
import { Fraction } from "#engines/kernel/fraction.ts";
import { minorUnits } from "#engines/kernel/money.ts";
import { isoDay } from "#engines/kernel/zone.ts";
import type { BillDraft, BillLine } from "#plugins/sdk/points/money.ts";
import type { MadeBill, Outcome } from "./rate-agreement.ts";

const fail = errorsOf(pluginErrors);

/**
 * Lets the plugins of the release charge the bills (`tariff.charge`), all bills of a portion in one call. A bill whose
 * plugin fails is no bill: without the plugin's line it would be wrong. Its agreement is billed by the next run.
 */
export async function chargeByPlugins(
  sql: TenantSql,
  scope: Scope,
  release: ReleaseContent,
  outcomes: readonly Outcome[],
  calledAt: Date,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly calls: readonly PluginCall[] }> {
  const plugins = await pluginsAt(scope, release, "tariff.charge");
  const calls: PluginCall[] = [];
  let charged = outcomes;
  for (const plugin of plugins) {
    const bills = charged.flatMap((outcome) => (outcome.kind === "bill" ? [outcome.bill] : []));
    if (bills.length === 0) break;
    const { output, call } = await callPlugin(
      sql,
      scope,
      plugin,
      "tariff.charge",
      bills.map((bill) => draftOf(release, bill)),
      calledAt,
    );
    calls.push(call);
    let at = 0;
    charged = charged.map((outcome) => {
      if (outcome.kind !== "bill") return outcome;
      const lines = output?.[at++]?.lines;
      const { bill } = outcome;
      const failed = (error: ManifoldError): Outcome => ({
        kind: "failed",
        agreementId: bill.agreement.id,
        error,
      });
      if (lines === undefined) return failed(call.error as ManifoldError);
      try {
        return { kind: "bill", bill: { ...bill, rated: withCharges(bill.rated, plugin, lines) } };
      } catch (error) {
        if (error instanceof ManifoldError) return failed(error);
        throw error;
      }
    });
  }
  return { outcomes: charged, calls };
}

/** What a plugin is told of a bill: no name, no number, no address. */
function draftOf(release: ReleaseContent, { agreement, rated }: MadeBill): BillDraft {
  const terms = agreement.terms as { readonly attributes?: { readonly class?: unknown } } | null;
  const stated = terms?.attributes?.class;
  return {
    agreement: {
      class: typeof stated === "string" ? stated : agreement.tariffKey,
      commodity: compiledIn(release, "tariff", agreement.tariffKey).program.tariff.utility,
    },
    period: { from: isoDay(rated.from), to: isoDay(rated.to) },
    currency: rated.currency,
    lines: rated.lines.map((line) => ({
      code: line.code,
      words: line.label,
      amount: line.amount.toString(),
      ...(line.quantity === null ? {} : { quantity: line.quantity.toString() }),
      ...(line.unit === null ? {} : { unit: line.unit }),
      ...(line.price === null ? {} : { price: line.price.toString() }),
    })),
  };
}

function withCharges(rated: RatedBill, { grant }: InstalledPlugin, lines: readonly BillLine[]): RatedBill {
  return rated.withLines(
    lines.map((line) => {
      const amount = Decimal.parse(line.amount);
      if (amount.stripped().scale > minorUnits(rated.currency)) {
        const params = { plugin: grant.plugin, amount: line.amount, currency: rated.currency };
        throw fail("PLUGIN_CHARGE_NOT_PAYABLE", params);
      }
      return new KnownLine({
        code: `${grant.plugin}.${line.code}`,
        label: line.words ?? grant.label,
        group: undefined,
        quantity: line.quantity === undefined ? null : Fraction.of(Decimal.parse(line.quantity)),
        unit: line.unit ?? null,
        price: line.price === undefined ? null : Decimal.parse(line.price),
        derivation: {
          rule: "plugin",
          parts: [],
          values: { plugin: `${grant.plugin} ${grant.version}` },
          exact: Fraction.of(amount),
          rounding: "none",
        },
      });
    }),
  );
}
