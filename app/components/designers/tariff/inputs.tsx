import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "#schema/blueprint/item.ts";
import type { DesignerProps } from "../designer.ts";
import { datedEntries, textIn } from "./content.ts";
import classes from "./designer.module.css";

/** What every part of the designer is given. */
export type PartProps = Omit<DesignerProps, "itemKey">;

interface FieldProps {
  readonly label: string;
  readonly children: ReactNode;
}

export function Field({ label, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className={classes.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly readOnly: boolean;
  readonly numeric?: boolean;
  readonly type?: "text" | "date";
}

/** A text or an exact decimal; empty takes the field away. */
export function TextInput({ label, value, onChange, readOnly, numeric = false, type = "text" }: TextProps) {
  return (
    <Field label={label}>
      <input
        className={classes.input}
        data-numeric={numeric || undefined}
        type={type}
        inputMode={numeric ? "decimal" : undefined}
        value={textIn(value)}
        readOnly={readOnly}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
      />
    </Field>
  );
}

/** A whole number; what is none is kept as it was typed, for the check to name it. */
export function IntegerInput({
  label,
  value,
  onChange,
  readOnly,
}: Omit<TextProps, "onChange" | "numeric" | "type"> & {
  readonly onChange: (value: number | string | undefined) => void;
}) {
  return (
    <TextInput
      label={label}
      value={value}
      numeric
      readOnly={readOnly}
      onChange={(text) => onChange(text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : text)}
    />
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly readOnly: boolean;
}

export function Check({ label, checked, onChange, readOnly }: CheckProps) {
  return (
    <label className={classes.row}>
      <input
        type="checkbox"
        checked={checked}
        disabled={readOnly}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
  readonly readOnly: boolean;
}

export function Choice({ label, value, options, onChange, readOnly }: ChoiceProps) {
  return (
    <Field label={label}>
      <select
        className={classes.input}
        value={value}
        disabled={readOnly}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface DatedProps {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json) => void;
  readonly readOnly: boolean;
}

/** A price, or prices with the days from which they hold. */
export function DatedInput({ label, value, onChange, readOnly }: DatedProps) {
  const { t } = useTranslation("rating");
  const entries = datedEntries(value);
  const write = (next: readonly { from: string; value: string }[]) =>
    onChange(next.length === 1 && next[0]?.from === "" ? (next[0]?.value ?? "") : [...next]);
  if (entries === undefined) {
    return (
      <div className={classes.dated}>
        <TextInput
          label={label}
          value={value}
          numeric
          readOnly={readOnly}
          onChange={(text) => onChange(text ?? "")}
        />
        {readOnly ? null : (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => write([{ from: "2026-01-01", value: textIn(value) }])}
          >
            {t("designer.addDate")}
          </Button>
        )}
      </div>
    );
  }
  return (
    <fieldset className={classes.dates}>
      <legend>{label}</legend>
      {entries.map((entry, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name but their place.
        <div key={at} className={classes.dateRow}>
          <TextInput
            label={t("designer.from")}
            type="date"
            value={entry.from}
            readOnly={readOnly}
            onChange={(from) => write(entries.with(at, { ...entry, from: from ?? "" }))}
          />
          <TextInput
            label={t("designer.price")}
            numeric
            value={entry.value}
            readOnly={readOnly}
            onChange={(price) => write(entries.with(at, { ...entry, value: price ?? "" }))}
          />
          {readOnly ? null : (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={`${t("designer.remove")} ${entry.from}`}
              onClick={() =>
                entries.length === 1
                  ? onChange(entry.value)
                  : write(entries.filter((_, which) => which !== at))
              }
            >
              {t("designer.remove")}
            </Button>
          )}
        </div>
      ))}
      {readOnly ? null : (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => write([...entries, { from: "", value: entries.at(-1)?.value ?? "" }])}
        >
          {t("designer.addDate")}
        </Button>
      )}
    </fieldset>
  );
}

/** What is wrong at a place or beneath it, with what to do. */
export function Problems({
  problems,
  locale,
  at,
}: Pick<PartProps, "problems" | "locale"> & { readonly at: string }) {
  const own = problems.filter(({ path }) => path === at || path.startsWith(`${at}/`));
  if (own.length === 0) return null;
  return (
    <ul className={classes.problems}>
      {own.map((problem) => (
        <li key={`${problem.path} ${problem.message.en}`} data-severity={problem.severity}>
          {problem.message[locale]} — {problem.remedy[locale]}
        </li>
      ))}
    </ul>
  );
}
