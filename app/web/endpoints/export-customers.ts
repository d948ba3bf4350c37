import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { type CustomerRow, exportCustomers } from "#app/services/customer/list-customers.ts";
import { customerFilter } from "#app/trpc/customer/customer-filter.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "number", value: (customer: CustomerRow) => customer.number },
  { header: "name", value: (customer: CustomerRow) => customer.name },
  { header: "kind", value: (customer: CustomerRow) => customer.kind },
  { header: "phone", value: (customer: CustomerRow) => customer.phone },
  { header: "address", value: (customer: CustomerRow) => customer.address },
  { header: "tariff", value: (customer: CustomerRow) => customer.tariffKey },
  { header: "due", value: (customer: CustomerRow) => customer.due },
];

/** `GET api/customers.csv?search=&kind=&tariff=`: every customer that fits, streamed. The columns are for machines, so not translated. */
export const exportCustomerList = tenantEndpoint({
  method: "get",
  path: "api/customers.csv",
  action: "read",
  noun: "customer",
  who: "staff",
  budget: "transfer",
  personal: { name: "name" },
  handle: async (request, response, { scope, ability, present }) => {
    const given = Object.entries(request.query).filter(([, value]) => value !== "");
    const filter = customerFilter.parse(Object.fromEntries(given));
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="customers.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK + [...csvLines(COLUMNS, [])].join(""));
    for await (const batch of exportCustomers(scope, filter, {
      bills: ability.can("read", "bill"),
      personal: ability.can("read", "personalData"),
    })) {
      const [, ...lines] = csvLines(COLUMNS, await present(batch));
      if (!response.write(lines.join(""))) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    response.end();
  },
});
