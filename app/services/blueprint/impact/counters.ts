import { countedBy, type FieldCounter, type ImpactCounter } from "./counter.ts";

const plural = (count: number, one: string, other: string): string => `${count} ${count === 1 ? one : other}`;

/** What each kind of item touches. A further count is one row here. */
export const impactCounters: readonly ImpactCounter[] = [
  {
    kind: "tariff",
    keeps: true,
    count: countedBy(`SELECT tariff_key AS key, count(*)::int AS count FROM agreement
      WHERE tenant_id = $1 AND tariff_key = ANY ($2::text[]) AND (end_on IS NULL OR end_on > current_date) GROUP BY tariff_key`),
    words: (count) => ({
      "zh-CN": `${count} 份有效协议按此价目计费`,
      en: `${plural(count, "agreement in force is", "agreements in force are")} billed by this tariff`,
    }),
  },
  {
    kind: "tariff",
    keeps: false,
    count: countedBy(`SELECT tariff_key AS key, count(*)::int AS count FROM bill
      WHERE tenant_id = $1 AND tariff_key = ANY ($2::text[]) AND state = 'posted' GROUP BY tariff_key`),
    words: (count) => ({
      "zh-CN": `已按此价目出账 ${count} 张账单，它们保留出账时的版本`,
      en: `${plural(count, "bill is", "bills are")} posted by this tariff and ${count === 1 ? "keeps its" : "keep their"} release`,
    }),
  },
  {
    kind: "estimation",
    keeps: false,
    count: countedBy(`SELECT 'standard' AS key, count(*)::int AS count FROM channel
      WHERE tenant_id = $1 AND 'standard' = ANY ($2::text[]) HAVING count(*) > 0`),
    words: (count) => ({
      "zh-CN": `${count} 个数据通道按此规则校验与估算`,
      en: `${plural(count, "channel is", "channels are")} validated and estimated by these rules`,
    }),
  },
];

/** Where the values of a kind's fields are stored. A further store is one row here. */
export const fieldCounters: readonly FieldCounter[] = [];
