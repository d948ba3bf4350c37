import type { CsvColumn } from "#app/components/table/csv.ts";
import { exportMessages as batches, type MessageRow } from "#app/services/message/list-messages.ts";
import { messageFilter } from "#app/trpc/message/message-filter.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const COLUMNS: readonly CsvColumn<MessageRow>[] = [
  { header: "id", value: (row) => row.id },
  { header: "created_at", value: (row) => row.createdAt },
  { header: "channel", value: (row) => row.channel },
  { header: "template", value: (row) => row.template },
  { header: "category", value: (row) => row.category },
  { header: "customer_number", value: (row) => row.customerNumber },
  { header: "address", value: (row) => row.address },
  { header: "state", value: (row) => row.state },
  { header: "reason", value: (row) => row.reason },
  { header: "segments", value: (row) => row.segments },
  { header: "attempts", value: (row) => row.attempts },
];

/** `GET api/messages.csv?search=&channel=&state=&template=`: every message that fits, streamed, recipients masked. */
export const exportMessages = csvEndpoint({
  path: "api/messages.csv",
  action: "read",
  noun: "message",
  who: "staff",
  budget: "transfer",
  columns: COLUMNS,
  rows: (query, { scope }) => batches(scope, messageFilter.parse(query)),
});
