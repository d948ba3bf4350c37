import { createHmac } from "node:crypto";
import { paymentGatewayErrors } from "#app/connectors/payment/errors.ts";
import { paymentGateway } from "#app/connectors/payment/gateway.ts";
import type { PaymentGateway } from "#app/connectors/payment/port.ts";
import { simulatedMerchant } from "#app/connectors/payment/protocol.ts";
import { env } from "#app/platform/env.ts";
import { errorsOf } from "#engines/kernel/errors.ts";

const fail = errorsOf(paymentGatewayErrors);

/**
 * The gateway of a utility, with its merchant account there. Without a `GATEWAY_SECRET` the secret of the local simulator
 * is derived from the installation's own. @throws GATEWAY_NOT_CONFIGURED
 */
export function gatewayOf(tenantSlug: string): PaymentGateway {
  const { GATEWAY_URL: url } = env();
  if (url === undefined) throw fail("GATEWAY_NOT_CONFIGURED");
  return paymentGateway(url, simulatedMerchant(gatewaySecret(), tenantSlug));
}

/** What web process and simulator both derive merchants' keys from. The launcher hands it to the simulator. */
export function gatewaySecret(): string {
  const { GATEWAY_SECRET: given, MANIFOLD_SECRET: root } = env();
  return given ?? createHmac("sha256", root).update("simulated payment gateway").digest("base64url");
}

/** Where the gateway of a utility sends its notifications: this product's own address, as the gateway can reach it. */
export function notifyUrlOf(tenantSlug: string): string {
  const { PUBLIC_URL, PORT } = env();
  return new URL(`/t/${tenantSlug}/${NOTIFY_PATH}`, PUBLIC_URL ?? `http://127.0.0.1:${PORT}`).toString();
}

/** Inside the utility. */
export const NOTIFY_PATH = "api/payments/notify/simulated";

/**
 * The payer's page as the payer's browser reaches it. A gateway on this machine names itself by the loopback address; to a
 * browser elsewhere it is at the host by which that browser came here.
 */
export function payUrlFor(payUrl: string, origin: string): string {
  const [page, here] = [new URL(payUrl), new URL(origin)];
  if (isLoopback(page.hostname) && !isLoopback(here.hostname)) page.hostname = here.hostname;
  return page.toString();
}

const isLoopback = (hostname: string): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
