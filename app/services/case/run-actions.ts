import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { actionValues, stepOf, type Turn } from "#engines/service/index.ts";
import type { ActionName } from "#schema/blueprint/service/actions.ts";
import type { Action } from "./actions/action.ts";
import { closeAgreement, openAgreement, transferAgreement } from "./actions/agreements.ts";
import { shutOffMeter, turnOnMeter } from "./actions/supply.ts";
import { SYSTEM } from "./case-row.ts";
import type { LoadedCase } from "./load-case.ts";
import { insert } from "./store-case.ts";

const actions: Readonly<Record<ActionName, Action>> = {
  "agreement.open": openAgreement,
  "agreement.transfer": transferAgreement,
  "agreement.close": closeAgreement,
  "meter.shut-off": shutOffMeter,
  "meter.turn-on": turnOnMeter,
};

/**
 * Does what the completed steps of a turn ask for, in the transaction of their completion: once, since a step is completed
 * once; and if it cannot be done, the step is not completed.
 */
export async function runActions(
  sql: TenantSql,
  scope: Scope,
  found: LoadedCase,
  turn: Turn,
  now: Date,
): Promise<void> {
  for (const happening of turn.happenings) {
    if (happening.kind !== "left") continue;
    for (const action of stepOf(found.program, happening.step).actions) {
      const values = actionValues(found.program, turn.state, action, happening.outcome);
      if (values === undefined) continue;
      const done = await actions[action.do]({ sql, scope, found, values, now });
      await insert(sql, "case_event", {
        tenant_id: scope.tenantId,
        id: newId(),
        case_id: found.facts.id,
        at: now,
        kind: "acted",
        task_number: happening.task,
        step_key: happening.step,
        detail: { ...done, action: action.do },
        for_customer: false,
        actor_kind: SYSTEM.kind,
        actor_name: SYSTEM.name,
        request_id: scope.requestId ?? null,
      });
    }
  }
}
