import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { claimAttachments } from "#app/services/attachment/claim-attachments.ts";
import { programOf } from "#engines/compilers.ts";
import {
  acceptSubmission,
  attachmentsIn,
  type FormEnvironment,
  type FormProgram,
  valueFor,
} from "#engines/forms/index.ts";
import { isoDay, isoInstant, localDayOf, type Zone } from "#engines/kernel/zone.ts";
import type { ServiceProgram } from "#engines/service/index.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import type { FactType } from "#schema/blueprint/service/schema.ts";

/** A form of the release that a case pins. Its content holds the defaults of its schema, so that the browser need not parse it. */
export interface PinnedForm {
  readonly key: string;
  readonly hash: string;
  readonly content: JsonObject;
}

export type CodeLists = NonNullable<FormEnvironment["codeLists"]>;

/** Forms by key, with the code lists of the same release. On the caller's own connection. */
export async function formsOf(
  sql: TenantSql,
  tenantId: string,
  releaseNumber: number,
  keys: readonly string[],
): Promise<{ forms: ReadonlyMap<string, PinnedForm>; codeLists: CodeLists }> {
  if (keys.length === 0) return { forms: new Map(), codeLists: {} };
  const { rows } = await sql.query<PinnedForm & { kind: string }>(
    `SELECT r.kind, r.key, r.item_hash AS hash, b.content FROM release_item r
     JOIN blueprint_item b ON b.tenant_id = r.tenant_id AND b.hash = r.item_hash
     WHERE r.tenant_id = $1 AND r.release_number = $2 AND ((r.kind = 'form' AND r.key = ANY ($3::text[])) OR r.kind = 'codelist')`,
    [tenantId, releaseNumber, [...keys]],
  );
  const forms = rows
    .filter(({ kind }) => kind === "form")
    .map(({ key, hash, content }) => ({
      key,
      hash,
      content: programOf("form", hash, content).form as unknown as JsonObject,
    }));
  const lists = rows.filter(({ kind }) => kind === "codelist");
  return {
    forms: new Map(forms.map((form) => [form.key, form])),
    codeLists: Object.fromEntries(
      lists.map(({ key, hash, content }) => [key, programOf("codelist", hash, content).options]),
    ) as CodeLists,
  };
}

export const formProgram = ({ hash, content }: PinnedForm): FormProgram => programOf("form", hash, content);

/** What of stored data may be shown to somebody with these roles, as far as a form says. */
export const shownIn = (form: PinnedForm, data: JsonObject, roles: readonly string[]): JsonObject =>
  valueFor(formProgram(form).form, data, roles);

/** What conditions and defaults of a form know beside its fields. */
export function formContext(
  zone: Zone,
  now: Date,
  known: Omit<FormEnvironment["context"], "today" | "now">,
): FormEnvironment["context"] {
  return { today: isoDay(localDayOf(zone, now.getTime())), now: isoInstant(zone, now.getTime()), ...known };
}

/** Ties the photos, files and signatures of what was taken to the case. */
export async function claimFiles(
  sql: TenantSql,
  scope: Scope,
  form: PinnedForm,
  data: JsonObject,
  caseId: string,
): Promise<void> {
  const files = attachmentsIn(formProgram(form).form, data);
  await claimAttachments(sql, scope, files, { noun: "case", nounId: caseId });
}

export interface FormSubmission {
  readonly form: PinnedForm;
  readonly stored: JsonObject;
  readonly submitted: JsonObject;
  readonly environment: FormEnvironment;
}

/**
 * What is taken of a filled-in form: only fields of the form. Throws its first fault, with the path of the field.
 */
export function acceptForm({ form, stored, submitted, environment }: FormSubmission): JsonObject {
  const program = formProgram(form);
  const ids = new Set(program.form.fields.map(({ id }) => id));
  const own = (data: JsonObject) =>
    Object.fromEntries(Object.entries(data).filter(([name]) => ids.has(name)));
  const { value, faults } = acceptSubmission(program, own(stored), own(submitted), environment);
  const [first] = faults;
  if (first !== undefined) throw first;
  return own(value);
}

/** Without a form only declared facts of their type are taken. */
export function acceptFacts(program: ServiceProgram, submitted: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(submitted).filter(([name, value]) => isFact(program.facts[name], value)),
  );
}

function isFact(type: FactType | undefined, value: Json): boolean {
  if (type === "strings") return Array.isArray(value) && value.every((each) => typeof each === "string");
  const expected = { string: "string", number: "number", bool: "boolean" } as const;
  return type !== undefined && typeof value === expected[type];
}
