import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface GatewayOrderRow {
  readonly id: string;
  readonly orderNumber: string;
  readonly customerName: string;
  readonly billNumber: string;
  readonly amount: string;
  readonly currency: string;
  readonly state: "created" | "paid" | "closed";
  readonly createdAt: string;
}

export interface GatewayNotificationRow {
  readonly id: string;
  readonly receivedAt: string;
  readonly orderNumber: string | null;
  readonly notificationId: string | null;
  readonly outcome: "posted" | "repeated" | "refused";
  readonly reason: string | null;
}

const LIMIT = 50;

/** The latest orders at the gateway and the latest notifications of it, refused ones too. */
export async function listGatewayTraffic(
  scope: Scope,
): Promise<{ orders: readonly GatewayOrderRow[]; notifications: readonly GatewayNotificationRow[] }> {
  const [orders, notifications] = await Promise.all([
    readTenant<GatewayOrderRow>(
      scope,
      "gateway.orders",
      `SELECT i.id, i.order_number AS "orderNumber", c.name AS "customerName", b.number AS "billNumber", i.amount::text AS amount,
         i.currency, i.state, to_char(i.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "createdAt"
       FROM payment_intent i JOIN customer c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
       JOIN bill b ON b.tenant_id = i.tenant_id AND b.id = i.bill_id
       WHERE i.tenant_id = $1 ORDER BY i.id DESC LIMIT ${LIMIT}`,
      [scope.tenantId],
    ),
    readTenant<GatewayNotificationRow>(
      scope,
      "gateway.notifications",
      `SELECT id, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "receivedAt", order_number AS "orderNumber",
         notification_id AS "notificationId", outcome, reason
       FROM gateway_notification WHERE tenant_id = $1 ORDER BY id DESC LIMIT ${LIMIT}`,
      [scope.tenantId],
    ),
  ]);
  return { orders, notifications };
}
