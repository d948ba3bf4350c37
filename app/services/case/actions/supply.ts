import { audit } from "#app/services/audit/record-audit.ts";
import { type Action, servicePointOf } from "./action.ts";

const setStatus =
  (status: "active" | "suspended"): Action =>
  async (run) => {
    const { sql, scope, found } = run;
    const id = servicePointOf(run);
    const { rows } = await sql.query<{ status: string; number: string }>(
      "SELECT status, number FROM service_point WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
      [scope.tenantId, id],
    );
    await sql.query("UPDATE service_point SET status = $3 WHERE tenant_id = $1 AND id = $2", [
      scope.tenantId,
      id,
      status,
    ]);
    await audit(sql, scope, {
      action: "edit",
      noun: "premise",
      nounId: id,
      before: { status: rows[0]?.status },
      after: { servicePoint: rows[0]?.number, status, case: found.facts.number },
    });
    return { servicePoint: rows[0]?.number ?? "", status };
  };

/** The supply is cut: the service point is suspended. */
export const shutOffMeter = setStatus("suspended");
export const turnOnMeter = setStatus("active");
