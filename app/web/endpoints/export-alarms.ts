import type { CsvColumn } from "#app/components/table/csv.ts";
import { type AlarmRow, exportAlarms as batches } from "#app/services/alarm/list-alarms.ts";
import { alarmFilter } from "#app/trpc/alarm/inputs.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const COLUMNS: readonly CsvColumn<AlarmRow>[] = [
  { header: "raised_at", value: (alarm) => new Date(alarm.raisedAt).toISOString() },
  { header: "rule", value: (alarm) => alarm.rule },
  { header: "severity", value: (alarm) => alarm.worst },
  { header: "state", value: (alarm) => alarm.state },
  { header: "service_point", value: (alarm) => alarm.servicePoint },
  { header: "address", value: (alarm) => alarm.address },
  { header: "customer", value: (alarm) => alarm.customerName ?? "" },
];

/** `GET api/alarms.csv?view=&severity=&state=&rule=&search=`: every alarm that fits. The columns are for machines. */
export const exportAlarms = csvEndpoint({
  path: "api/alarms.csv",
  action: "read",
  noun: "alarm",
  who: ["staff", "api"],
  budget: "transfer",
  columns: COLUMNS,
  rows: (query, { scope }) => batches(scope, alarmFilter.parse(query)),
});
