import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { HTMLInputAutoCompleteAttribute } from "react";
import classes from "./fields.module.css";

interface FieldProps {
  // biome-ignore lint/suspicious/noExplicitAny: a field serves every form; its path is checked where it is used.
  readonly form: UseFormReturnType<any>;
  /** Path of the value in the form, also the name in the request: `reading`, `lines.0.amount`. */
  readonly path: string;
  readonly label: string;
  /** What belongs here and in which form, before anything went wrong. */
  readonly hint?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
}

function inputProps({ form, path, label, hint, required = false, disabled = false }: FieldProps) {
  const { error, ...input } = form.getInputProps(path) as { error?: string } & object;
  return {
    ...input,
    name: path,
    label,
    required,
    disabled,
    // The browser's own bubbles speak its language, not the page's; the form says what is missing.
    withAsterisk: required,
    ...(hint ? { description: hint } : {}),
    ...(error ? { error } : {}),
  };
}

interface TextFieldProps extends FieldProps {
  readonly type?: "text" | "email" | "tel" | "search" | "url";
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly placeholder?: string;
}

export function TextField({ type = "text", autoComplete, placeholder, ...field }: TextFieldProps) {
  return (
    <TextInput
      key={field.form.key(field.path)}
      {...inputProps(field)}
      type={type}
      {...(autoComplete ? { autoComplete } : {})}
      {...(placeholder ? { placeholder } : {})}
    />
  );
}

interface PasswordFieldProps extends FieldProps {
  readonly autoComplete: "current-password" | "new-password";
}

export function PasswordField({ autoComplete, ...field }: PasswordFieldProps) {
  return (
    <PasswordInput key={field.form.key(field.path)} {...inputProps(field)} autoComplete={autoComplete} />
  );
}

interface NumberFieldProps extends FieldProps {
  readonly unit?: string;
}

/** An exact decimal: kept as the text that was typed, never as a float. */
export function NumberField({ unit, ...field }: NumberFieldProps) {
  return (
    <TextInput
      key={field.form.key(field.path)}
      {...inputProps(field)}
      inputMode="decimal"
      autoComplete="off"
      classNames={{ input: classes.number ?? "" }}
      {...(unit
        ? {
            rightSection: <span className={classes.unit}>{unit}</span>,
            rightSectionWidth: `${unit.length * 0.6 + 1.5}rem`,
          }
        : {})}
    />
  );
}

export function TextAreaField(field: FieldProps) {
  return (
    <Textarea key={field.form.key(field.path)} {...inputProps(field)} autosize minRows={3} maxRows={12} />
  );
}

interface ChoiceFieldProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** First line while nothing is chosen. */
  readonly placeholder?: string;
}

export function ChoiceField({ options, placeholder, ...field }: ChoiceFieldProps) {
  const data = [...(placeholder ? [{ value: "", label: placeholder }] : []), ...options];
  return <NativeSelect key={field.form.key(field.path)} {...inputProps(field)} data={data} />;
}

interface DateFieldProps extends FieldProps {
  readonly kind?: "date" | "month" | "datetime-local" | "time";
}

/** The date picker of the system: known to the person, good on phones, speaks their language. */
export function DateField({ kind = "date", ...field }: DateFieldProps) {
  return <TextInput key={field.form.key(field.path)} {...inputProps(field)} type={kind} />;
}

export function CheckField({ form, path, label, hint, disabled = false }: FieldProps) {
  const { error, ...input } = form.getInputProps(path, { type: "checkbox" }) as { error?: string } & object;
  return (
    <Checkbox
      key={form.key(path)}
      {...input}
      {...(error ? { error } : {})}
      name={path}
      label={label}
      disabled={disabled}
      {...(hint ? { description: hint } : {})}
    />
  );
}
