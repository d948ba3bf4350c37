import { commonError } from "#app/platform/common-errors.ts";
import { gatewayOf, NOTIFY_PATH } from "#app/services/payment/gateways.ts";
import { takeNotification } from "#app/services/payment/take-notification.ts";
import { readTenantIdentity } from "#app/services/payment/tenant-of-slug.ts";
import { openEndpoint } from "./endpoint.ts";
import { readBody } from "./read-body.ts";

/** A notification is a few hundred bytes; whoever sends more is no gateway. */
const BODY_MAX_BYTES = 16_384;

/**
 * `POST api/payments/notify/simulated`: the notification of the payment gateway. 204 means that it was taken, also when it
 * had been taken before; anything else makes the gateway deliver again.
 */
export const paymentNotification = openEndpoint({
  method: "post",
  path: NOTIFY_PATH,
  why: "A payment gateway has no session. What it sends is signed, and nothing is believed before the signature.",
  handle: async (request, response, { tenant, requestId }) => {
    if (tenant === null) throw commonError("UTILITY_UNKNOWN");
    const tenantId = await readTenantIdentity(tenant.slug);
    const body = await readBody(request, BODY_MAX_BYTES);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        typeof value === "string" ? value : undefined,
      ]),
    );
    await takeNotification(tenantId, gatewayOf(tenant.slug), headers, body, new Date(), requestId);
    response.status(204).end();
  },
});
