import { decimal, definePlugin, each, type HookContext } from "#plugins/sdk/guest.ts";
import type { BillDraft, BillLine } from "#plugins/sdk/points/money.ts";

/** The values of the form in plugin.json. */
interface Config {
  readonly nameZh: string;
  readonly nameEn: string;
  /** On the quantity of the lines (price a unit), or on their amount (share). */
  readonly basis: "quantity" | "amount";
  readonly rate: string;
  readonly unit: string;
  /** Codes by commas; empty for all. */
  readonly lines: string;
  readonly classes: string;
}

/** Money is rounded to the cent, half away from zero, so that the levy of a cancelled bill cancels the levy. */
const CENT_PLACES = 2;

export default definePlugin<Config>({
  hooks: {
    "tariff.charge": each((bill: BillDraft, { config }: HookContext<Config>) => ({
      lines: levy(bill, config),
    })),
  },
});

function levy(bill: BillDraft, config: Config): BillLine[] {
  if (!isListed(config.classes, bill.agreement.class)) return [];
  const lines = bill.lines.filter((line) => isListed(config.lines, line.code));
  const quantity =
    config.basis === "amount"
      ? decimal.sum(...lines.map((line) => line.amount))
      : decimal.sum(...lines.filter(({ unit }) => unit === config.unit).map((line) => line.quantity ?? "0"));
  const amount = decimal.round(decimal.times(quantity, config.rate), CENT_PLACES);
  if (decimal.compare(amount, "0") === 0) return [];
  return [
    {
      code: "levy",
      words: { "zh-CN": config.nameZh, en: config.nameEn },
      quantity,
      unit: config.basis === "amount" ? bill.currency : config.unit,
      price: config.rate,
      amount,
    },
  ];
}

function isListed(list: string, name: string): boolean {
  const names = list.split(",").map((entry) => entry.trim());
  return list.trim() === "" || names.includes(name);
}
