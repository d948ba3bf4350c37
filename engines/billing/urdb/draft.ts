import type { Step } from "#schema/blueprint/tariff/charges.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { Decimal } from "../../kernel/decimal.ts";
import type { Where } from "../../kernel/errors.ts";
import { fail } from "../errors.ts";
import type { UrdbRate, UrdbTier } from "./fields.ts";

// What the parts of the import share: the tariff that is being put together.

export type ChargeInput = TariffInput["charges"][number];
export type StepInput = Omit<Step, "per"> & { per?: Step["per"] };

/** What is being put together. */
export interface Draft {
  readonly rate: UrdbRate;
  readonly charges: ChargeInput[];
  readonly schedules: NonNullable<TariffInput["schedules"]>;
  readonly seasons: NonNullable<TariffInput["seasons"]>;
  readonly quantities: NonNullable<TariffInput["quantities"]>;
}

export const words = (chinese: string, english: string) => ({ "zh-CN": chinese, en: english });

/** Signs of the painted calendar: a period has the sign of its index. */
export const SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Adds a schedule from the record's two grids; periods are p1, p2, … as the rate database's pages number them. */
export function addSchedule(
  draft: Draft,
  name: string,
  periods: number,
  weekday: readonly (readonly number[])[],
  weekend: readonly (readonly number[])[],
  where: Where,
): string[] {
  const keys = Array.from({ length: periods }, (_, at) => `p${at + 1}`);
  if (periods > SIGNS.length)
    throw fail("URDB_UNSUPPORTED", { field: name, what: `${periods} periods` }, where);
  for (const [kind, grid] of [
    ["weekday", weekday],
    ["weekend", weekend],
  ] as const) {
    grid.forEach((row, month) => {
      row.forEach((period, hour) => {
        if (period < periods) return;
        const path = `${name}${kind}schedule[${month}][${hour}]`;
        const problem = `period ${period} is not in the structure, which has ${periods}`;
        throw fail("TARIFF_INVALID", { count: 1, first: path, problem }, { ...where, path });
      });
    });
  }
  const paint = (grid: readonly (readonly number[])[]) =>
    grid.map((row) => row.map((at) => SIGNS[at]).join(""));
  draft.schedules[name] = {
    periods: Object.fromEntries(keys.map((key, at) => [key, words(`时段 ${at + 1}`, `Period ${at + 1}`)])),
    matrix: {
      symbols: Object.fromEntries(keys.map((key, at) => [SIGNS[at] as string, key])),
      weekday: paint(weekday),
      weekend: paint(weekend),
    },
  };
  return keys;
}

/** rate + adj, exact. */
export function priceOf(tier: UrdbTier): string {
  return Decimal.parse(tier.rate ?? "0")
    .plus(Decimal.parse(tier.adj ?? "0"))
    .toString();
}

/** The limit of a tier as a decimal; undefined where it is open. */
export function maxOf(tier: UrdbTier): string | undefined {
  if (tier.max === null || tier.max === undefined) return undefined;
  const max = Decimal.parse(tier.max);
  return !max.isPositive || max.compare(OPEN_FROM) >= 0 ? undefined : max.toString();
}

/** SAM and the rate database write "no limit" as 1e+38. */
const OPEN_FROM = Decimal.fromUnits(10n ** 37n, 0);
