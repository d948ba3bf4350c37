import type { TenantSql } from "#app/platform/database.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { programOf } from "#engines/compilers.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Priority } from "#schema/blueprint/service/schema.ts";
import { type SubjectInput, subjectContext, subjectOf } from "./case-subject.ts";
import {
  acceptFacts,
  acceptForm,
  type CodeLists,
  claimFiles,
  formContext,
  formsOf,
  type PinnedForm,
} from "./check-form.ts";
import { openCase, serviceInForce } from "./open-case.ts";

export interface ServiceRequest extends SubjectInput {
  readonly service: string;
  readonly key: string;
  readonly data: JsonObject;
  readonly priority?: Priority | undefined;
  /** Of who fills in the form: `customer`, or the roles of a member of staff. */
  readonly roles: readonly string[];
  readonly now: Date;
}

/** Opens a case by the form of its service, filled in by a person. @throws the form's faults, and what openCase throws */
export async function requestService(
  scope: Scope,
  request: ServiceRequest,
): Promise<{ caseId: string; opened: boolean }> {
  return withTenantSql(scope, async (sql) => {
    const { form, data } = await accepted(sql, scope, request);
    const opened = await openCase(sql, scope, { ...request, data });
    if (form !== null && opened.opened) await claimFiles(sql, scope, form, data, opened.caseId);
    return opened;
  });
}

/** What is needed to fill in the form of a service. */
export interface RequestForm {
  readonly form: PinnedForm | null;
  readonly codeLists: CodeLists;
  readonly context: Readonly<Record<string, string>>;
}

export async function requestForm(
  sql: TenantSql,
  scope: Scope,
  service: string,
  input: SubjectInput,
  now: Date,
): Promise<RequestForm> {
  const found = await serviceInForce(sql, scope.tenantId, service);
  const { form: key } = programOf("service", found.hash, found.content).source;
  const { forms, codeLists } = await formsOf(
    sql,
    scope.tenantId,
    found.release_number,
    key === undefined ? [] : [key],
  );
  const context = await subjectContext(sql, scope.tenantId, await subjectOf(sql, scope.tenantId, input, now));
  return { form: (key === undefined ? undefined : forms.get(key)) ?? null, codeLists, context };
}

async function accepted(
  sql: TenantSql,
  scope: Scope,
  request: ServiceRequest,
): Promise<{ form: PinnedForm | null; data: JsonObject }> {
  const found = await serviceInForce(sql, scope.tenantId, request.service);
  const program = programOf("service", found.hash, found.content);
  const { form, codeLists, context } = await requestForm(sql, scope, request.service, request, request.now);
  if (form === null) return { form, data: acceptFacts(program, request.data) };
  const known = formContext(zoneOf(found.timezone), request.now, {
    ...context,
    personName: scope.actor.name,
  });
  const environment = { context: known, roles: request.roles, codeLists };
  return { form, data: acceptForm({ form, stored: {}, submitted: request.data, environment }) };
}
