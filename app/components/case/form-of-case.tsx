import { useEffect, useState } from "react";
import { type FormEnvironment, type FormValue, withDefaults } from "#engines/forms/index.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { FormRenderer } from "../form-renderer/form-renderer.tsx";
import { programFor } from "../form-renderer/programs.ts";
import { useUploadPorts } from "../form-renderer/upload-ports.ts";
import { useFormat } from "../format/use-format.ts";

interface PinnedForm {
  readonly key: string;
  readonly hash: string;
  readonly content: JsonObject;
}

interface FormOfCaseProps {
  readonly form: PinnedForm;
  readonly value: JsonObject;
  readonly codeLists: FormEnvironment["codeLists"];
}

/** Parsed on the server, with the defaults of its schema: zod stays out of the browser. */
const formOf = ({ content }: PinnedForm): Form => content as unknown as Form;

/** What was filled in, to read. */
export function FilledForm({ form, value, codeLists }: FormOfCaseProps) {
  const environment = useEnvironment({}, [], codeLists);
  const ports = useUploadPorts();
  return (
    <FormRenderer form={formOf(form)} value={value} mode="read" environment={environment} ports={ports} />
  );
}

interface FillFormProps extends FormOfCaseProps {
  readonly context: Readonly<Record<string, string>>;
  readonly roles: readonly string[];
  readonly refused: ReadonlyMap<string, string>;
  readonly checked: boolean;
}

/** A form to fill in inside a page's own <form>: what is filled in goes along as the field `data`. */
export function FillForm({ form, value, codeLists, context, roles, refused, checked }: FillFormProps) {
  const [filled, setFilled] = useState<FormValue>(value);
  const environment = useEnvironment(context, roles, codeLists);
  const ports = useUploadPorts();
  // Defaults may hold the present time, which server and browser do not agree on: they come once the page is awake.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; what the person has emptied stays empty.
  useEffect(() => setFilled((now) => withDefaults(programFor(formOf(form)), now, environment)), []);
  return (
    <>
      <input type="hidden" name="data" value={JSON.stringify(filled)} />
      <FormRenderer
        form={formOf(form)}
        value={filled}
        onChange={setFilled}
        mode="edit"
        environment={environment}
        refused={refused}
        checked={checked}
        ports={ports}
      />
    </>
  );
}

function useEnvironment(
  known: Readonly<Record<string, string>>,
  roles: readonly string[],
  codeLists: FormEnvironment["codeLists"],
): FormEnvironment {
  const { timeZone } = useFormat();
  const now = new Date();
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format(now);
  return {
    context: { ...known, today, now: now.toISOString() },
    roles,
    ...(codeLists === undefined ? {} : { codeLists }),
  };
}
