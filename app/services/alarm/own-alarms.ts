import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AlarmState, Severity } from "#engines/alarms/index.ts";
import type { Words } from "#engines/kernel/errors.ts";

/** What a customer is told of a standing safety alarm at their home. */
export interface OwnAlarm {
  readonly id: string;
  readonly label: Words;
  readonly message: Words;
  readonly severity: Severity;
  readonly state: AlarmState;
  readonly raisedAt: string;
  readonly address: string;
  /** Where the utility is reached in an emergency. */
  readonly hotline: string | null;
}

/** The customer's own standing safety alarms: the floor of the portal's role leaves no others. */
export async function ownAlarms(scope: Scope): Promise<readonly OwnAlarm[]> {
  return readTenant<OwnAlarm>(
    scope,
    "alarm.own",
    `SELECT a.id, a.label, a.message, a.worst AS severity, a.state, a.raised_at AS "raisedAt", p.address, t.hotline
     FROM alarm a
     JOIN platform.tenant t ON t.id = a.tenant_id
     JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
     JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
     WHERE a.tenant_id = $1 AND a.state IN ('unacknowledged', 'acknowledged', 'returned', 'latched')
       AND a.worst IN ('high', 'critical')
     ORDER BY a.rank DESC, a.raised_at DESC LIMIT 20`,
    [scope.tenantId],
  );
}
