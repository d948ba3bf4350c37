import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { exportMessages as batches, type MessageRow } from "#app/services/message/list-messages.ts";
import { messageFilter } from "#app/trpc/message/message-filter.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "id", value: (row: MessageRow) => row.id },
  { header: "created_at", value: (row: MessageRow) => row.createdAt },
  { header: "channel", value: (row: MessageRow) => row.channel },
  { header: "template", value: (row: MessageRow) => row.template },
  { header: "category", value: (row: MessageRow) => row.category },
  { header: "customer_number", value: (row: MessageRow) => row.customerNumber },
  { header: "address", value: (row: MessageRow) => row.address },
  { header: "state", value: (row: MessageRow) => row.state },
  { header: "reason", value: (row: MessageRow) => row.reason },
  { header: "segments", value: (row: MessageRow) => row.segments },
  { header: "attempts", value: (row: MessageRow) => row.attempts },
];

/** `GET api/messages.csv?search=&channel=&state=&template=`: every message that fits, streamed, recipients masked. */
export const exportMessages = tenantEndpoint({
  method: "get",
  path: "api/messages.csv",
  action: "read",
  noun: "message",
  who: "staff",
  handle: async (request, response, { scope, present }) => {
    const given = Object.entries(request.query).filter(([, value]) => value !== "");
    const filter = messageFilter.parse(Object.fromEntries(given));
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="messages.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK);
    let header = true;
    for await (const rows of batches(scope, filter)) {
      const lines = [...csvLines(COLUMNS, await present(rows))];
      const text = (header ? lines : lines.slice(1)).join("");
      header = false;
      if (!response.write(text)) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    if (header) response.write([...csvLines(COLUMNS, [])].join(""));
    response.end();
  },
});
