import type { AmountUsage, DemandUsage, RegisterUsage } from "#engines/billing/index.ts";
import type { Interval } from "#engines/kernel/interval.ts";
import type { LocalDay } from "#engines/kernel/zone.ts";
import {
  type InstalledRegister,
  QUALITY,
  type RegisterPart,
  readFor,
  registerUsage,
} from "#engines/metering/index.ts";
import type { LoadedUsage } from "./load-usage.ts";

/** A register with what it counts. */
export interface CodedRegister {
  readonly code: string;
  readonly direction: "forward" | "reverse";
  readonly unit: string;
  readonly installed: InstalledRegister;
}

/** Register code → what a tariff calls it. A part of the day is a period of the quantity; `demand` is a peak, no index. */
const QUANTITIES: Readonly<Record<string, { readonly quantity: string; readonly period?: string }>> = {
  total: { quantity: "energy" },
  critical: { quantity: "energy", period: "critical" },
  peak: { quantity: "energy", period: "peak" },
  flat: { quantity: "energy", period: "flat" },
  valley: { quantity: "energy", period: "valley" },
  deepValley: { quantity: "energy", period: "deep-valley" },
  reactive: { quantity: "reactive" },
  volume: { quantity: "volume" },
  heat: { quantity: "heat" },
};

const ESTIMATED: readonly number[] = [QUALITY.estimated, QUALITY.estimatedBySource];

/**
 * Turns the registers of a service point into the use of a period, register kind by register kind.
 * @throws INDEX_MISSING, INDEX_BACKWARDS
 */
export function registerUsages(
  registers: readonly CodedRegister[],
  period: Interval,
  from: LocalDay,
  to: LocalDay,
  toleranceMs: number,
): LoadedUsage {
  const usages: RegisterUsage[] = [];
  const amounts: AmountUsage[] = [];
  const demands: DemandUsage[] = [];
  const reads: RegisterPart[] = [];
  for (const [name, kind] of Map.groupBy(registers, ({ code, direction }) => `${code} ${direction}`)) {
    const installed = kind.map((register) => register.installed);
    if (name === "demand forward") {
      demands.push(demandOf(installed, period, toleranceMs));
      continue;
    }
    const named = quantityOf(name);
    if (named === undefined) continue;
    const { quantity, parts } = registerUsage(installed, period, toleranceMs);
    reads.push(...parts);
    const [only] = parts;
    const estimated = parts.some(isEstimated);
    if (parts.length === 1 && only !== undefined) {
      usages.push({
        ...named,
        // The reads stand for the edges of the period, whichever hour or day within the tolerance they were taken.
        reads: [
          { day: from, index: only.startIndex, estimated: ESTIMATED.includes(only.startQuality) },
          { day: to, index: only.endIndex, estimated: ESTIMATED.includes(only.endQuality) },
        ],
        multiplier: only.multiplier,
        digits: digitsOf(installed, only),
      });
    } else {
      // A meter was exchanged: what both counted together; the reads of each stand in `reads`.
      amounts.push({ ...named, from, to, amount: quantity, estimated });
    }
  }
  return {
    usage: {
      ...(usages.length > 0 && { registers: usages }),
      ...(amounts.length > 0 && { amounts }),
      ...(demands.length > 0 && { demands }),
    },
    reads,
    estimated: reads.some(isEstimated),
  };
}

function quantityOf(name: string): { quantity: string; period?: string } | undefined {
  const [code = "", direction = ""] = name.split(" ");
  const named = QUANTITIES[code];
  if (named === undefined) return undefined;
  if (direction === "forward") return named;
  return { ...named, quantity: named.quantity === "energy" ? "export" : `${named.quantity}-export` };
}

/** A maximum-demand register holds the peak of the period that ends now: its last read is the value. */
function demandOf(
  installed: readonly InstalledRegister[],
  period: Interval,
  toleranceMs: number,
): DemandUsage {
  const peaks = installed.map((register) => {
    const endMs = Math.min(period.endMs, register.installed.endMs);
    return readFor(register, endMs, toleranceMs).index.times(register.multiplier);
  });
  return { quantity: "demand", value: peaks.reduce((highest, peak) => highest.max(peak)) };
}

function digitsOf(installed: readonly InstalledRegister[], part: RegisterPart): number {
  return installed.find(({ registerId }) => registerId === part.registerId)?.shape.integerDigits ?? 0;
}

const isEstimated = (part: RegisterPart): boolean =>
  ESTIMATED.includes(part.startQuality) || ESTIMATED.includes(part.endQuality);
