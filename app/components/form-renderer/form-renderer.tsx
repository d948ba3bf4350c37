import type { ReactNode } from "react";
import { type FormEnvironment, type FormValue, optionsOf } from "#engines/forms/index.ts";
import type { FormField } from "#schema/blueprint/form/field.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { useFormat } from "../format/use-format.ts";
import { FieldView } from "./field-view.tsx";
import classes from "./form-renderer.module.css";
import { FormSteps } from "./form-steps.tsx";
import { GroupView } from "./group-view.tsx";
import { type FormPorts, FormPortsProvider } from "./ports.ts";
import { ReadForm } from "./read-form.tsx";
import { type RunningForm, useFormChange, useRunningForm, useTouched } from "./use-form-program.ts";

export interface FormRendererProps {
  readonly form: Form;
  readonly value: FormValue;
  readonly onChange?: (value: FormValue) => void;
  readonly mode: "edit" | "read";
  readonly environment: FormEnvironment;
  readonly ports?: FormPorts;
  /** Faults by path that the server found. */
  readonly refused?: ReadonlyMap<string, string>;
  /** Shows every fault, also of fields that nobody has been in: after the person tried to send. */
  readonly checked?: boolean;
}

const NO_PORTS: FormPorts = {};
const NOTHING: ReadonlyMap<string, string> = new Map();

/**
 * A form of the blueprint on a page: to fill in, or to read and print. Server-rendered; fields carry their path as name, so
 * that texts, numbers and choices are sent without scripts too. Whoever uses it keeps the value.
 */
export function FormRenderer(props: FormRendererProps) {
  const { form, value, mode, environment, ports = NO_PORTS } = props;
  const running = useRunningForm(form, value, environment);
  return (
    <FormPortsProvider value={ports}>
      {mode === "read" ? (
        <ReadForm form={form} running={running} environment={environment} />
      ) : (
        <EditForm {...props} running={running} />
      )}
    </FormPortsProvider>
  );
}

function EditForm(props: FormRendererProps & { readonly running: RunningForm }) {
  const { form, value, onChange, environment, running, refused = NOTHING, checked = false } = props;
  const { state, faults } = running;
  const change = useFormChange(value, onChange);
  const { touched, touch } = useTouched();
  const faultAt = (path: string): string | undefined =>
    refused.get(path) ?? (checked || touched.has(path) ? faults.get(path) : undefined);

  const draw = (field: FormField, record: JsonObject, prefix: string): ReactNode => {
    const path = `${prefix}${field.id}`;
    const at = state.fields.get(path);
    if (!at?.visible) return null;
    if (field.type === "group")
      return (
        <GroupView
          key={path}
          field={field}
          path={path}
          value={record[field.id]}
          fault={faultAt(path)}
          onChange={change}
          draw={draw}
        />
      );
    return (
      <FieldView
        key={path}
        field={field}
        path={path}
        value={record[field.id]}
        required={at.required}
        readOnly={at.readOnly}
        fault={faultAt(path)}
        options={optionsOf(field, environment.codeLists) ?? NO_OPTIONS}
        onChange={change}
        onLeave={touch}
      />
    );
  };

  const sections = useSections(form, state.value, draw);
  return (
    <FormSteps
      form={form}
      running={running}
      sections={sections}
      onLeaveStep={(paths) => {
        for (const path of paths) touch(path);
      }}
      wantsFault={checked}
    />
  );
}

const NO_OPTIONS: readonly never[] = [];

export interface DrawnSection {
  readonly step: string | undefined;
  readonly content: ReactNode;
}

/** The sections of the form that have something to show, in their order; fields without one come first. */
function useSections(
  form: Form,
  value: JsonObject,
  draw: (field: FormField, record: JsonObject, prefix: string) => ReactNode,
): DrawnSection[] {
  const { locale } = useFormat();
  const loose = { id: "", columns: 1 as const, label: undefined, help: undefined, step: undefined };
  return [loose, ...form.sections].flatMap((section) => {
    const fields = form.fields
      .filter((field) => (field.section ?? "") === section.id)
      .map((field) => draw(field, value, ""))
      .filter((drawn) => drawn !== null);
    if (fields.length === 0) return [];
    const content = (
      <div key={section.id} className={classes.section}>
        {section.label ? <h3 className={classes.sectionTitle}>{section.label[locale]}</h3> : null}
        {section.help ? <p className={classes.hint}>{section.help[locale]}</p> : null}
        <div className={classes.fields} data-columns={section.columns}>
          {fields}
        </div>
      </div>
    );
    return [{ step: section.step, content }];
  });
}
