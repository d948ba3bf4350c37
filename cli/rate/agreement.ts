import { type Agreement, agreementOf, faultsOf } from "#engines/billing/index.ts";
import { agreementSchema } from "#schema/blueprint/tariff/agreement.ts";
import { MAIN_QUANTITY, type Tariff } from "#schema/blueprint/tariff/schema.ts";
import { fail } from "./errors.ts";

/** Reads the agreement file of `manifold rate`. Throws AGREEMENT_INVALID with the path of the first fault. */
export function readAgreement(value: unknown, file: string): Agreement {
  const parsed = agreementSchema.safeParse(value);
  if (parsed.success) return agreementOf(parsed.data);
  const first = faultsOf(parsed.error)[0] ?? { path: "", problem: "unknown" };
  throw fail(
    "AGREEMENT_INVALID",
    { path: first.path || "the top", problem: first.problem },
    { file, path: first.path },
  );
}

/** What an agreement states and no charge of the tariff can mean: often a misspelt name, so it is said. */
export function unusedTerms({ terms, opening }: Agreement, tariff: Tariff): string[] {
  const known = knownQuantities(tariff);
  const codes = new Set(tariff.charges.map(({ code }) => code));
  const unknown = (what: string, names: readonly string[], among: ReadonlySet<string>) =>
    names
      .filter((name) => ![...among].some((each) => name === each || name.startsWith(`${each}.`)))
      .map((name) => `${what} of “${name}” in the agreement is not used by any charge of the tariff`);
  return [
    ...unknown("opening use", Object.keys(opening.use ?? {}), known),
    ...unknown("a bank", Object.keys(opening.bank ?? {}), new Set([...known, ...codes])),
    ...unknown("amounts", Object.keys(opening.amounts ?? {}), codes),
    ...unknown("a peak", [...new Set((opening.peaks ?? []).map(({ quantity }) => quantity))], known),
    ...unknown("a rule", [...new Set((terms.quantityRules ?? []).map(({ quantity }) => quantity))], known),
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
