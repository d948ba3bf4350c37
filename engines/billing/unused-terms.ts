import { MAIN_QUANTITY, type Tariff } from "#schema/blueprint/tariff/schema.ts";
import type { Words } from "../kernel/errors.ts";
import type { Agreement } from "./agreement.ts";

/** What an agreement states and no charge of the tariff can mean: often a misspelt name, so it is said. */
export function unusedTerms({ terms, opening }: Agreement, tariff: Tariff): Words[] {
  const known = knownQuantities(tariff);
  const codes = new Set(tariff.charges.map(({ code }) => code));
  const unknown = (what: Words, names: readonly string[], among: ReadonlySet<string>) =>
    names
      .filter((name) => ![...among].some((each) => name === each || name.startsWith(`${each}.`)))
      .map((name) => ({
        "zh-CN": `合同中“${name}”的${what["zh-CN"]}没有任何计费项使用`,
        en: `${what.en} of “${name}” in the agreement is not used by any charge of the tariff`,
      }));
  const say = (chinese: string, english: string): Words => ({ "zh-CN": chinese, en: english });
  return [
    ...unknown(say("期初用量", "opening use"), Object.keys(opening.use ?? {}), known),
    ...unknown(say("结转电量", "a bank"), Object.keys(opening.bank ?? {}), new Set([...known, ...codes])),
    ...unknown(say("年内金额", "amounts"), Object.keys(opening.amounts ?? {}), codes),
    ...unknown(
      say("历史最大需量", "a peak"),
      [...new Set((opening.peaks ?? []).map(({ quantity }) => quantity))],
      known,
    ),
    ...unknown(
      say("取数规则", "a rule"),
      [...new Set((terms.quantityRules ?? []).map(({ quantity }) => quantity))],
      known,
    ),
  ];
}

/** Every quantity that a charge of the tariff may look at. */
function knownQuantities({ utility, quantities, charges }: Tariff): Set<string> {
  const known = new Set<string>([MAIN_QUANTITY[utility].quantity]);
  for (const [name, { of, minus }] of Object.entries(quantities)) {
    for (const each of [name, of, minus]) if (each !== undefined) known.add(each);
  }
  for (const charge of charges) {
    if ("quantity" in charge && charge.quantity !== undefined) known.add(charge.quantity);
    if (charge.type === "power-factor") known.add(charge.active).add(charge.reactive);
    if (charge.type === "points" && "quantity" in charge.earn && charge.earn.quantity !== undefined)
      known.add(charge.earn.quantity);
  }
  return known;
}
