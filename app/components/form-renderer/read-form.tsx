import { type FormEnvironment, optionsOf, rowsOf } from "#engines/forms/index.ts";
import type { FormField } from "#schema/blueprint/form/field.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { useFormat } from "../format/use-format.ts";
import classes from "./form-renderer.module.css";
import { ReadValue } from "./read-value.tsx";
import type { RunningForm } from "./use-form-program.ts";

interface ReadFormProps {
  readonly form: Form;
  readonly running: RunningForm;
  readonly environment: FormEnvironment;
}

/** What was filled in, to read and to print: section by section, names and values. */
export function ReadForm({ form, running, environment }: ReadFormProps) {
  const { locale } = useFormat();
  const { state } = running;

  const pairs = (fields: readonly FormField[], record: JsonObject, prefix: string) =>
    fields.flatMap((field) => {
      const path = `${prefix}${field.id}`;
      if (state.fields.get(path)?.visible !== true || field.type === "note") return [];
      if (field.type === "group")
        return rowsOf(record[field.id]).map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place.
          <div key={`${path}.${at}`} className={classes.readRow} data-wide="">
            <dt>
              {(field.rowLabel ?? field.label)[locale]} {at + 1}
            </dt>
            <dd>
              <dl className={classes.pairs}>{pairs(field.fields, row, `${path}.${at}.`)}</dl>
            </dd>
          </div>
        ));
      return [
        <div key={path} data-wide={isWide(field) ? "" : undefined} data-field={path}>
          <dt>{field.label[locale]}</dt>
          <dd>
            <ReadValue
              field={field}
              value={record[field.id]}
              options={optionsOf(field, environment.codeLists) ?? []}
            />
          </dd>
        </div>,
      ];
    });

  const sections = [{ id: "", label: undefined }, ...form.sections].flatMap(({ id, label }) => {
    const fields = form.fields.filter((field) => (field.section ?? "") === id);
    const drawn = pairs(fields, state.value, "");
    if (drawn.length === 0) return [];
    return [
      <div key={id} className={classes.section}>
        {label ? <h3 className={classes.sectionTitle}>{label[locale]}</h3> : null}
        <dl className={classes.pairs}>{drawn}</dl>
      </div>,
    ];
  });
  return <div className={classes.form}>{sections}</div>;
}

function isWide(field: FormField): boolean {
  return field.wide || field.type === "photo" || field.type === "longText" || field.type === "signature";
}
