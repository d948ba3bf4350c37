import { askIdentity, type TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { queueMessage } from "#app/services/message/queue-message.ts";
import { severityRank } from "#engines/alarms/index.ts";
import type { AlarmRule } from "#schema/blueprint/alarm/schema.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Occurrence } from "./follow-up.ts";
import { writeJournal } from "./journal.ts";

interface Concerned {
  readonly address: string;
  readonly servicePoint: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly [column: string]: unknown;
}

/** Queues the messages that the rule asks for, each once an occurrence and recipient. Delivery is a job of the outbox. */
export async function tellAlarm(sql: TenantSql, scope: Scope, alarm: Occurrence): Promise<void> {
  const { alarmId, occurrence, rule, worst, servicePointId, raisedAt, now } = alarm;
  const due = rule.rule.tells.filter(({ from = "low" }) => severityRank(worst) >= severityRank(from));
  if (due.length === 0) return;
  const { rows } = await sql.query<Concerned>(CONCERNED, [scope.tenantId, servicePointId]);
  const place = rows[0];
  if (place === undefined) return;
  const data: JsonObject = {
    alarmId,
    // A template says each language's own.
    labelZh: rule.rule.label["zh-CN"],
    labelEn: rule.rule.label.en,
    address: place.address,
    servicePoint: place.servicePoint,
    customerName: place.customerName ?? "",
    raisedAt: raisedAt.toISOString(),
    severity: worst,
  };
  for (const { template, to } of due) {
    const recipients = await recipientsOf(scope, to, place);
    const key = `${occurrence}/message/${template}/${to === "customer" ? "customer" : to.role}`;
    const entry = recipients.length === 0 ? "messageNobody" : "message";
    const detail = { template, to, count: recipients.length };
    if (!(await writeJournal(sql, scope, { alarmId, occurrence, at: now, entry, key, detail }))) continue;
    for (const recipient of recipients) {
      const whom = "customerId" in recipient ? recipient.customerId : recipient.personId;
      await queueMessage(sql, scope, {
        template,
        to: recipient,
        data,
        key: `alarm/${alarmId}/${key}/${whom}`,
        about: { noun: "alarm", id: alarmId },
        now,
      });
    }
  }
}

async function recipientsOf(
  scope: Scope,
  to: AlarmRule["tells"][number]["to"],
  { customerId }: Concerned,
): Promise<readonly ({ readonly customerId: string } | { readonly personId: string })[]> {
  if (to === "customer") return customerId === null ? [] : [{ customerId }];
  const people = await askIdentity<{ person_id: string }>(
    "alarm.role",
    "SELECT person_id FROM identity.membership WHERE tenant_id = $1 AND $2 = ANY (roles) ORDER BY person_id",
    [scope.tenantId, to.role],
  );
  return people.map(({ person_id }) => ({ personId: person_id }));
}

const CONCERNED = `
  SELECT p.address, s.number AS "servicePoint", c.id AS "customerId", c.name AS "customerName"
  FROM service_point s
  JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
  LEFT JOIN agreement a ON a.tenant_id = s.tenant_id AND a.service_point_id = s.id AND a.end_on IS NULL
  LEFT JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
  WHERE s.tenant_id = $1 AND s.id = $2`;
