import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { isoDay, type LocalDay, localDayOf, parseDay } from "#engines/kernel/zone.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { caseError } from "../errors.ts";
import type { LoadedCase } from "../load-case.ts";

/** What an action works on: the case whose step was completed, in the transaction of its completion. */
export interface ActionRun {
  readonly sql: TenantSql;
  readonly scope: Scope;
  readonly found: LoadedCase;
  readonly values: JsonObject;
  readonly now: Date;
}

/** Does one action; what it gives back stands in the trace. Throws CASE_ACTION_REFUSED, and then the step is not completed. */
export type Action = (run: ActionRun) => Promise<JsonObject>;

export const refused = (problem: string) => caseError("CASE_ACTION_REFUSED", { problem });

export function textOf(values: JsonObject, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** The day that an action takes effect: as given, else the local day of now. */
export function dayOf({ values, found, now }: ActionRun): string {
  const text = textOf(values, "on");
  const day: LocalDay | undefined =
    text === undefined ? localDayOf(found.clock.zone, now.getTime()) : parseDay(text);
  if (day === undefined) throw refused(`“${text}” 不是日期 / is no date`);
  return isoDay(day);
}

export function servicePointOf({ found }: ActionRun): string {
  const { servicePointId } = found.facts;
  if (servicePointId === null) throw refused("工单没有计量点 / the case has no service point");
  return servicePointId;
}
