import { z } from "zod";
import { renderReceipt } from "#app/services/receipt/render-receipt.ts";
import { tenantEndpoint } from "./endpoint.ts";

/** `GET api/receipts.pdf?receiptId=`: the receipt of a payment, in the person's language. */
export const receiptPdf = tenantEndpoint({
  method: "get",
  path: "api/receipts.pdf",
  action: "read",
  noun: "payment",
  who: ["staff", "customer"],
  handle: async (request, response, { scope, locale, present }) => {
    const { receiptId } = z.object({ receiptId: z.uuid() }).parse(request.query);
    const { number, pdf } = await renderReceipt(scope, receiptId, locale, present);
    response.setHeader("content-type", "application/pdf");
    response.setHeader("content-disposition", `attachment; filename="${number}.pdf"`);
    response.setHeader("cache-control", "private, no-store");
    response.end(pdf);
  },
});
