import type { FormEnvironment } from "#engines/forms/index.ts";
import type { TaskSnapshot } from "./types.ts";
import type { FieldPerson } from "./use-field-inbox.ts";

/** Who fills in the form, when and about whom; the server asks the same again with what it knows. */
export function environmentOf(
  { view }: TaskSnapshot,
  person: FieldPerson,
  timeZone: string,
): FormEnvironment {
  const now = new Date();
  return {
    context: {
      ...view.context,
      today: new Intl.DateTimeFormat("en-CA", { timeZone }).format(now),
      now: now.toISOString(),
      personName: person.name,
      caseNumber: view.case.number,
    },
    roles: person.roles,
    codeLists: view.codeLists,
  };
}
