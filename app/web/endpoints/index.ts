import { type Request, type Response, Router } from "express";
import { commonError } from "#app/platform/common-errors.ts";
import { asFault } from "#app/trpc/faults.ts";
import { requireGuard } from "#app/trpc/guard.ts";
import { contextsOf } from "../context.ts";
import { limitTransfer } from "../rate-limit.ts";
import { alarmsLive } from "./alarms-live.ts";
import { caseChanges } from "./case-changes.ts";
import type { Endpoint } from "./endpoint.ts";
import { exportAccess } from "./export-access.ts";
import { exportAlarms } from "./export-alarms.ts";
import { exportAudit } from "./export-audit.ts";
import { exportBills } from "./export-bills.ts";
import { exportCaseList } from "./export-cases.ts";
import { exportCustomerList } from "./export-customers.ts";
import { exportKpi } from "./export-kpi.ts";
import { exportMessages } from "./export-messages.ts";
import { exportPerson } from "./export-person.ts";
import { exportShadowRun } from "./export-shadow-run.ts";
import { getAttachment } from "./get-attachment.ts";
import { paymentNotification } from "./payment-notification.ts";
import { postEvents } from "./post-events.ts";
import { postReads } from "./post-reads.ts";
import { putAttachment } from "./put-attachment.ts";
import { receiptPdf } from "./receipt-pdf.ts";
import { smsReports } from "./sms-reports.ts";

/** Every HTTP endpoint beside pages and procedures. A new one is a row here, a file beside this one and a row in tests/probe. */
export const endpoints: readonly Endpoint[] = [
  alarmsLive,
  exportAccess,
  exportAlarms,
  caseChanges,
  exportAudit,
  exportCaseList,
  exportCustomerList,
  getAttachment,
  putAttachment,
  postEvents,
  postReads,
  exportBills,
  exportPerson,
  exportShadowRun,
  exportKpi,
  exportMessages,
  paymentNotification,
  receiptPdf,
  smsReports,
];

/** Serves the endpoints under both forms of a utility's address. Errors are answered as JSON in the person's language. */
export function endpointRoutes(rows: readonly Endpoint[] = endpoints): Router {
  const router = Router();
  for (const endpoint of rows) {
    for (const prefix of ["/t/:tenant/", "/"])
      router[endpoint.method](prefix + endpoint.path, (request, response) =>
        answer(endpoint, request, response),
      );
  }
  return router;
}

async function answer(endpoint: Endpoint, request: Request, response: Response): Promise<void> {
  const { trpc } = await contextsOf(request, response);
  try {
    // No text may hold it, and a download has begun to be sent before the database says so.
    if (request.originalUrl.includes("%00"))
      throw commonError("INPUT_INVALID", { field: "query", detail: "NUL" });
    if (endpoint.budget === "transfer") limitTransfer(request, response);
    await endpoint.handle(request, response, { ...trpc, ...requireGuard(endpoint.guard, trpc) });
  } catch (error) {
    const fault = asFault(error, trpc, endpoint.path);
    // A body that is still coming in cannot be answered and kept: the connection ends with the answer.
    if (!request.complete) response.setHeader("connection", "close");
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response
      .status(fault.status)
      .json({ ...fault.toJSON(), message: fault.wordsIn(trpc.locale), requestId: trpc.requestId });
  }
}
