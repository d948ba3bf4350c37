import { commonError } from "#app/platform/common-errors.ts";
import { SMS_REPORT_PATH, smsAccountOf } from "#app/services/message/gateways.ts";
import { takeReports } from "#app/services/message/take-reports.ts";
import { readTenantIdentity } from "#app/services/payment/tenant-of-slug.ts";
import { openEndpoint } from "./endpoint.ts";
import { readBody } from "./read-body.ts";

/** A hundred reports of a few hundred bytes. */
const BODY_MAX_BYTES = 65_536;

/**
 * `POST api/messages/sms-reports`: status reports of the SMS provider. `{"code":0}` means that they were taken, also when
 * they had been taken before; anything else makes the provider push again.
 */
export const smsReports = openEndpoint({
  method: "post",
  path: SMS_REPORT_PATH,
  why: "An SMS provider has no session. What it sends is signed, and nothing is believed before the signature.",
  handle: async (request, response, { tenant, requestId }) => {
    if (tenant === null) throw commonError("UTILITY_UNKNOWN");
    const tenantId = await readTenantIdentity(tenant.slug);
    const body = await readBody(request, BODY_MAX_BYTES);
    const { authorization } = request.headers;
    const target = request.originalUrl;
    await takeReports(
      tenantId,
      smsAccountOf(tenant.slug),
      { authorization, target, body },
      new Date(),
      requestId,
    );
    response.json({ code: 0, msg: "success" });
  },
});
