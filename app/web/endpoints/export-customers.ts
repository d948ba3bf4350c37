import type { CsvColumn } from "#app/components/table/csv.ts";
import { type CustomerRow, exportCustomers } from "#app/services/customer/list-customers.ts";
import { customerFilter } from "#app/trpc/customer/customer-filter.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const COLUMNS: readonly CsvColumn<CustomerRow>[] = [
  { header: "number", value: (customer) => customer.number },
  { header: "name", value: (customer) => customer.name },
  { header: "kind", value: (customer) => customer.kind },
  { header: "phone", value: (customer) => customer.phone },
  { header: "address", value: (customer) => customer.address },
  { header: "tariff", value: (customer) => customer.tariffKey },
  { header: "due", value: (customer) => customer.due },
];

/** `GET api/customers.csv?search=&kind=&tariff=`: every customer that fits, streamed. The columns are for machines, so not translated. */
export const exportCustomerList = csvEndpoint({
  path: "api/customers.csv",
  action: "read",
  noun: "customer",
  who: "staff",
  budget: "transfer",
  personal: { name: "name" },
  columns: COLUMNS,
  rows: (query, { scope, ability }) =>
    exportCustomers(scope, customerFilter.parse(query), {
      bills: ability.can("read", "bill"),
      personal: ability.can("read", "personalData"),
    }),
});
