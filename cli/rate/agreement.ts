import { type Agreement, agreementOf, faultsOf } from "#engines/billing/index.ts";
import { agreementSchema } from "#schema/blueprint/tariff/agreement.ts";
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
