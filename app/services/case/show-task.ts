import { commonError } from "#app/platform/common-errors.ts";
import { readTenant, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { openTask, stepOf } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { subjectContext } from "./case-subject.ts";
import { type CodeLists, formsOf, type PinnedForm, shownIn } from "./check-form.ts";
import { CASE_COLUMNS, CASE_JOINS, type CaseRow } from "./list-cases.ts";
import { loadCase } from "./load-case.ts";
import type { Who } from "./who.ts";

export interface TaskView {
  readonly case: CaseRow;
  readonly caseId: string;
  readonly serviceLabel: Words;
  readonly customerPhone: string | null;
  readonly taskNumber: number;
  readonly version: number;
  /** null: the case is over and nothing is to be done. */
  readonly kind: "task" | "return-visit" | "wait" | null;
  readonly form: PinnedForm | null;
  readonly outcomes: readonly { readonly key: string; readonly label: Words }[];
  /** The code lists that its choices are taken from. */
  readonly codeLists: CodeLists;
  /** What conditions and defaults of the form know of the customer and the place. */
  readonly context: Readonly<Record<string, string>>;
  /** What is known of the case so far, as far as the person may see it: it stands in the form already. */
  readonly data: JsonObject;
}

/** The open task of a case with all that is needed to do it, also later without a network. @throws NOT_FOUND */
export async function showTask(scope: Scope, who: Who, caseId: string): Promise<TaskView> {
  const [row] = await readTenant<CaseRow & { phone: string | null; serviceLabel: Words }>(
    scope,
    "case.task",
    `SELECT ${CASE_COLUMNS}, u.phone, i.content -> 'label' AS "serviceLabel" FROM service_case c ${CASE_JOINS}
     JOIN blueprint_item i ON i.tenant_id = c.tenant_id AND i.hash = c.service_hash
     WHERE c.tenant_id = $1 AND c.id = $2`,
    [scope.tenantId, caseId],
  );
  if (row === undefined) throw commonError("NOT_FOUND");
  const { phone, serviceLabel, ...shown } = row;
  return withTenantSql(scope, async (sql) => {
    const found = await loadCase(sql, scope.tenantId, caseId, { lock: false });
    const task = openTask(found.state);
    const step = task === undefined ? undefined : stepOf(found.program, task.step).source;
    const keys = step?.form === undefined ? [] : [step.form];
    const { forms, codeLists } = await formsOf(sql, scope.tenantId, found.facts.releaseNumber, keys);
    const form = keys.map((key) => forms.get(key))[0] ?? null;
    return {
      case: shown,
      caseId,
      serviceLabel,
      customerPhone: phone,
      taskNumber: found.state.tasks.at(-1)?.number ?? 0,
      version: found.taskVersion,
      kind: step?.kind ?? null,
      form,
      codeLists,
      context: await subjectContext(sql, scope.tenantId, found.facts),
      outcomes: (step?.outcomes ?? []).map(({ key, label }) => ({ key, label })),
      data: form === null ? {} : shownIn(form, found.state.data, who.roles),
    };
  });
}
