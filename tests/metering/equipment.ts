import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { TestAgreement, TestUtility } from "#tests/fixtures/utility.ts";

export interface ChannelPlan {
  readonly code?: string;
  readonly unit?: string;
  readonly minutes?: number;
  readonly timezone?: string;
  readonly exponent?: number;
  readonly direction?: "forward" | "reverse";
}

/** A channel at the service point of an agreement; hourly kWh to the Wh where the plan says nothing. */
export async function addChannel(
  utility: TestUtility,
  at: TestAgreement,
  plan: ChannelPlan = {},
): Promise<string> {
  const id = newId();
  const { code = "main", direction = "forward", exponent = -3, minutes = 60, unit = "kWh" } = plan;
  const timezone = plan.timezone ?? "Asia/Shanghai";
  await withTenantSql(utility.scope, (sql) =>
    sql.query(
      `INSERT INTO channel (tenant_id, id, service_point_id, code, direction, unit, interval_minutes, timezone, exponent)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [utility.tenantId, id, at.servicePointId, code, direction, unit, minutes, timezone, exponent],
    ),
  );
  return id;
}

/** A register of the meter of an agreement; a total of six digits where nothing else is said. */
export async function addRegister(
  utility: TestUtility,
  at: Pick<TestAgreement, "meterId">,
  code = "total",
  digits = 6,
): Promise<string> {
  const id = newId();
  await withTenantSql(utility.scope, (sql) =>
    sql.query(
      `INSERT INTO register (tenant_id, id, meter_id, code, direction, unit, integer_digits, decimal_digits)
       VALUES ($1, $2, $3, $4, 'forward', 'kWh', $5, 2)`,
      [utility.tenantId, id, at.meterId, code, digits],
    ),
  );
  return id;
}

/** The current state of reads as one text: equal texts mean byte-identical state. Raw input and journals are not part of it. */
export async function stateOf(utility: TestUtility): Promise<string> {
  const tables = {
    day_row: "channel_id, local_day",
    read_finding: "channel_id, local_day, from_slot, check_name",
    read_gap: "channel_id, first_day",
    register_read: "register_id, read_at",
    register_finding: "register_id, read_at, check_name",
  };
  return withTenantSql(utility.scope, async (sql) => {
    const texts: string[] = [];
    for (const [table, order] of Object.entries(tables)) {
      const { rows } = await sql.query<{ row: string }>(
        `SELECT t::text AS row FROM ${table} t WHERE tenant_id = $1 ORDER BY ${order}`,
        [utility.tenantId],
      );
      texts.push(`${table} ${rows.length}`, ...rows.map(({ row }) => row));
    }
    return texts.join("\n");
  });
}

/** A text as a file arrives: in pieces of bytes. */
export async function* bytesOf(text: string, pieceLength = 16_384): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
}
