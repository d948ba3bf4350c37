import type { ServicePointUsage } from "#app/services/read/usage-of-service-point.ts";

export interface MonthlyUsage {
  readonly unit: string;
  readonly months: readonly {
    readonly month: string;
    readonly quantity: number | null;
    readonly estimated: boolean;
  }[];
}

/** Registers that count everything that went through; the parts of the day are in them already. */
const MAIN_REGISTERS = ["total", "volume", "heat"];

/**
 * The bars of a usage chart. From the main register where the service point has one (that is what is billed in China),
 * else from its interval channel; watt-hours are shown as kWh.
 */
export function monthlyUsage(usage: ServicePointUsage): MonthlyUsage {
  const registers = usage.registers.filter(
    ({ code, direction }) => MAIN_REGISTERS.includes(code) && direction === "forward",
  );
  const channel = usage.channels.find(({ direction }) => direction === "forward");
  if (registers.every(({ steps }) => steps.length === 0) && channel) {
    const scale = channel.unit === "Wh" ? 1000 : 1;
    return {
      unit: channel.unit === "Wh" ? "kWh" : channel.unit,
      months: channel.buckets.map(({ start, quantity, estimated }) => ({
        month: start.slice(0, 7),
        quantity: quantity === null ? null : Number(quantity) / scale,
        estimated: estimated > 0,
      })),
    };
  }
  const byMonth = new Map<string, { quantity: number | null; estimated: boolean }>();
  for (const { steps } of registers) {
    for (const step of steps) {
      const month = step.from.slice(0, 7);
      const sum = byMonth.get(month) ?? { quantity: null, estimated: false };
      byMonth.set(month, {
        quantity: step.quantity === null ? sum.quantity : (sum.quantity ?? 0) + Number(step.quantity),
        estimated: sum.estimated || step.estimated,
      });
    }
  }
  const unit = registers[0]?.unit ?? "kWh";
  const months = [...byMonth].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, sum]) => ({ month, ...sum }));
  return { unit: unit === "m3" ? "m³" : unit, months };
}

/** The thirteen months up to now, as local days "2025-11-01" … "2026-12-01" (the end is not part of it). */
export function usageSpan(now: Date, timeZone: string): { from: string; to: string } {
  const [year = 0, month = 1] = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
  })
    .format(now)
    .split("-")
    .map(Number);
  const first = (months: number): string => {
    const count = year * 12 + month - 1 + months;
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}-01`;
  };
  return { from: first(-12), to: first(1) };
}
