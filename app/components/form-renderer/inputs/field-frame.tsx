import { Input } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { InputProps } from "../field-view.tsx";

/** Label, help and fault around something that is no single input; read out together as a group. */
export function FieldFrame({
  input,
  children,
}: {
  readonly input: InputProps<never>;
  readonly children: ReactNode;
}) {
  const { label, help, error, required } = input;
  const id = useId();
  return (
    <fieldset
      aria-labelledby={`${id}-label`}
      aria-describedby={error ? `${id}-error` : help ? `${id}-help` : undefined}
      style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}
    >
      <Input.Label component="div" id={`${id}-label`} required={required}>
        {label}
      </Input.Label>
      {help ? <Input.Description id={`${id}-help`}>{help}</Input.Description> : null}
      {children}
      {error ? (
        <Input.Error id={`${id}-error`} mt={5}>
          {error}
        </Input.Error>
      ) : null}
    </fieldset>
  );
}
