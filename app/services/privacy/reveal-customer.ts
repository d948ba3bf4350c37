import type { Scope } from "#app/platform/tenancy.ts";
import { showCustomer } from "../customer/show-customer.ts";
import { logAccess } from "./present.ts";

export interface RevealedCustomer {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly addresses: readonly string[];
}

/** Shows one customer's personal data to somebody whose role does not need them, for a reason that is kept. @throws NOT_FOUND */
export async function revealCustomer(
  scope: Scope,
  customerId: string,
  reason: string,
): Promise<RevealedCustomer> {
  const { name, phone, email, agreements } = await showCustomer(scope, customerId, {
    agreements: true,
    bills: false,
  });
  await logAccess(scope, {
    name: "privacy.reveal",
    fields: ["address", "email", "name", "phone"],
    records: 1,
    customerId,
    basis: "reason",
    reason,
  });
  return { name, phone, email, addresses: [...new Set(agreements.map(({ address }) => address))] };
}
