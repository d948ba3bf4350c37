import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { type AlarmRow, exportAlarms as batches } from "#app/services/alarm/list-alarms.ts";
import { alarmFilter } from "#app/trpc/alarm/inputs.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "raised_at", value: (alarm: AlarmRow) => new Date(alarm.raisedAt).toISOString() },
  { header: "rule", value: (alarm: AlarmRow) => alarm.rule },
  { header: "severity", value: (alarm: AlarmRow) => alarm.worst },
  { header: "state", value: (alarm: AlarmRow) => alarm.state },
  { header: "service_point", value: (alarm: AlarmRow) => alarm.servicePoint },
  { header: "address", value: (alarm: AlarmRow) => alarm.address },
  { header: "customer", value: (alarm: AlarmRow) => alarm.customerName ?? "" },
];

/** `GET api/alarms.csv?view=&severity=&state=&rule=&search=`: every alarm that fits. The columns are for machines. */
export const exportAlarms = tenantEndpoint({
  method: "get",
  path: "api/alarms.csv",
  action: "read",
  noun: "alarm",
  who: ["staff", "api"],
  handle: async (request, response, { scope, present }) => {
    const given = Object.entries(request.query).filter(
      ([name, value]) => value !== "" && name in alarmFilter.shape,
    );
    const filter = alarmFilter.parse(Object.fromEntries(given));
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="alarms.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK);
    let header = true;
    for await (const alarms of batches(scope, filter)) {
      const lines = [...csvLines(COLUMNS, await present(alarms))];
      const text = (header ? lines : lines.slice(1)).join("");
      header = false;
      if (!response.write(text)) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    response.end();
  },
});
