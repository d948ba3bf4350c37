import { TextInput as MantineText, Textarea } from "@mantine/core";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import { useFormat } from "../../format/use-format.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";
import { instantOf, wallClockOf } from "../instant.ts";

/** What every Mantine input is given. The browser's own bubbles speak its language, so `required` is not set. */
function wrapper({ name, label, help, error, required, leave }: InputProps<never>) {
  return {
    name,
    label,
    withAsterisk: required,
    "aria-required": required,
    onBlur: leave,
    ...(help ? { description: help } : {}),
    ...(error ? { error } : {}),
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
/** An emptied field has no value. */
const given = (text: string): string | undefined => (text === "" ? undefined : text);

export function TextInput(props: InputProps<FieldOf<"text">>) {
  const { field, value, change } = props;
  return (
    <MantineText
      {...wrapper(props as InputProps<never>)}
      value={textOf(value)}
      onChange={(event) => change(given(event.currentTarget.value))}
      type={field.keyboard}
      maxLength={field.maxLength}
      autoComplete="off"
    />
  );
}

export function LongTextInput(props: InputProps<FieldOf<"longText">>) {
  const { field, value, change } = props;
  return (
    <Textarea
      {...wrapper(props as InputProps<never>)}
      value={textOf(value)}
      onChange={(event) => change(given(event.currentTarget.value))}
      maxLength={field.maxLength}
      autosize
      minRows={3}
      maxRows={12}
    />
  );
}

/** An exact decimal: the text that was typed. A comma of the Chinese keyboard and wide digits are taken as meant. */
export function NumberInput(props: InputProps<FieldOf<"number" | "money">>) {
  const { field, value, change } = props;
  const format = useFormat();
  const unit = field.type === "money" ? (field.currency ?? format.currency) : field.unit;
  return (
    <MantineText
      {...wrapper(props as InputProps<never>)}
      value={textOf(value)}
      onChange={(event) => change(given(plainDigits(event.currentTarget.value)))}
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

function plainDigits(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[。．]/g, ".")
    .replace(/\s/g, "");
}

export function DateInput(props: InputProps<FieldOf<"date">>) {
  return <Calendar {...(props as InputProps<never>)} kind="date" />;
}

export function TimeInput(props: InputProps<FieldOf<"time">>) {
  return <Calendar {...(props as InputProps<never>)} kind="time" />;
}

/** The picker of the system: known to the person, good on phones, speaks their language. */
function Calendar({ kind, ...props }: InputProps<never> & { readonly kind: "date" | "time" }) {
  return (
    <MantineText
      {...wrapper(props)}
      type={kind}
      value={textOf(props.value)}
      onChange={(event) => props.change(given(event.currentTarget.value))}
    />
  );
}

/** Shown in the utility's time, kept as an instant. */
export function DateTimeInput(props: InputProps<FieldOf<"dateTime">>) {
  const { timeZone } = useFormat();
  const { value, change } = props;
  return (
    <MantineText
      {...wrapper(props as InputProps<never>)}
      type="datetime-local"
      value={wallClockOf(textOf(value), timeZone)}
      onChange={(event) => change(instantOf(event.currentTarget.value, timeZone))}
    />
  );
}
