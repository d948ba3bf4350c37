import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import { translator } from "#app/platform/i18n.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import {
  customerNumber,
  type ExportedPart,
  exportPerson as parts,
} from "#app/services/privacy/export-person.ts";
import { logAccess } from "#app/services/privacy/present.ts";
import { type ReadColumn, readableExport } from "#app/services/privacy/readable-export.ts";
import { writeOn } from "./csv-endpoint.ts";
import { tenantEndpoint } from "./endpoint.ts";

const query = z.object({
  customerId: z.uuid().optional(),
  reason: z.string().trim().min(4).max(500).optional(),
  format: z.enum(["json", "html"]).default("json"),
});

/**
 * `GET api/personal-data?format=json|html`: everything that is stored about one customer. Customers get their own; staff
 * name the customer and the reason, which the access log keeps.
 */
export const exportPerson = tenantEndpoint({
  method: "get",
  path: "api/personal-data",
  action: "export",
  noun: "privacy",
  who: ["staff", "customer"],
  budget: "transfer",
  handle: async (request, response, { scope, locale }) => {
    const { format, ...asked } = query.parse(request.query);
    const customerId = scope.customerId ?? asked.customerId;
    if (customerId === undefined)
      throw commonError("INPUT_INVALID", { field: "customerId", detail: "expected the id of a customer" });
    // What the portal's own role may not see is the customer's all the same; only this customer's rows are asked for.
    const reader = systemScope(scope.tenantId);
    const number = await customerNumber(reader, customerId);
    if (scope.customerId === undefined) await logStaff(scope, customerId, asked.reason);
    await withTenantSql(scope, (sql) =>
      audit(sql, scope, { action: "export", noun: "customer", nounId: customerId, after: { format } }),
    );
    response.setHeader(
      "content-type",
      `${format === "json" ? "application/json" : "text/html"}; charset=utf-8`,
    );
    response.setHeader("content-disposition", `attachment; filename="personal-data-${number}.${format}"`);
    response.setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.setHeader("cache-control", "private, no-store");
    const found = parts(reader, customerId);
    const text =
      format === "json" ? asJson(number, found) : readableExport(found, locale, wordsIn(locale, number));
    for await (const chunk of text) {
      await writeOn(response, chunk);
      if (response.destroyed) return;
    }
    response.end();
  },
});

async function logStaff(scope: Scope, customerId: string, reason: string | undefined): Promise<void> {
  if (reason === undefined)
    throw commonError("INPUT_INVALID", {
      field: "reason",
      detail: "expected a reason of 4 to 500 characters",
    });
  await logAccess(scope, {
    name: "api/personal-data",
    fields: ["address", "attachment", "data", "email", "name", "phone"],
    records: 1,
    customerId,
    basis: "reason",
    reason,
  });
}

async function* asJson(number: string, found: AsyncIterable<ExportedPart>): AsyncGenerator<string> {
  yield `{"customerNumber":${JSON.stringify(number)},"madeAt":"${new Date().toISOString()}","parts":[`;
  let first = true;
  for await (const part of found) {
    yield `${first ? "" : ","}\n${JSON.stringify(part)}`;
    first = false;
  }
  yield "]}\n";
}

function wordsIn(locale: "zh-CN" | "en", number: string) {
  const t = translator(locale, "privacy");
  return {
    title: t("export.title", { number }),
    made: t("export.made", { at: new Date().toISOString() }),
    whole: t("export.whole"),
    rows: t("export.rows"),
    className: (of: ExportedPart["of"]) => t(`class.${of}`),
    column: (name: string) => t(`column.${name as ReadColumn}`),
  };
}
