import { type ComponentType, memo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldOption, FieldType, FormField, MemberField } from "#schema/blueprint/form/field.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { useFormat } from "../format/use-format.ts";
import classes from "./form-renderer.module.css";
import { AddressInput } from "./inputs/address.tsx";
import { BarcodeInput } from "./inputs/barcode.tsx";
import { ChoiceInput, MultiChoiceInput, YesNoInput } from "./inputs/choice.tsx";
import { FileInput } from "./inputs/file.tsx";
import { PhotoInput } from "./inputs/photo.tsx";
import { RegisterInput } from "./inputs/register.tsx";
import { SignatureInput } from "./inputs/signature.tsx";
import {
  DateInput,
  DateTimeInput,
  LongTextInput,
  NumberInput,
  TextInput,
  TimeInput,
} from "./inputs/text.tsx";
import { isMasked } from "./masked.ts";
import { ReadValue } from "./read-value.tsx";

/** What every input is given. `name` is also its name in a request that is sent without scripts. */
export interface InputProps<Field extends FormField = FormField> {
  readonly field: Field;
  readonly name: string;
  readonly value: Json | undefined;
  readonly label: string;
  readonly help: string | undefined;
  readonly error: string | undefined;
  readonly required: boolean;
  readonly options: readonly FieldOption[];
  change(value: Json | undefined): void;
  leave(): void;
}

type Input = ComponentType<InputProps<never>>;

/** How a type is filled in. Computed values, notes and groups are not filled in by themselves. */
const INPUTS: Readonly<Record<Exclude<FieldType, "computed" | "note" | "group">, Input>> = {
  text: TextInput,
  longText: LongTextInput,
  number: NumberInput,
  money: NumberInput,
  date: DateInput,
  time: TimeInput,
  dateTime: DateTimeInput,
  choice: ChoiceInput,
  multiChoice: MultiChoiceInput,
  yesNo: YesNoInput,
  person: RegisterInput,
  orgUnit: RegisterInput,
  customer: RegisterInput,
  meter: RegisterInput,
  premise: RegisterInput,
  address: AddressInput,
  photo: PhotoInput,
  signature: SignatureInput,
  file: FileInput,
  barcode: BarcodeInput,
};

interface FieldViewProps {
  readonly field: MemberField;
  readonly path: string;
  readonly value: Json | undefined;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly fault: string | undefined;
  readonly options: readonly FieldOption[];
  /** The same functions for the life of the form, so that a key stroke draws one field. */
  readonly onChange: (path: string, value: Json | undefined) => void;
  readonly onLeave: (path: string) => void;
}

/** One field in its place: an input, a value that cannot be changed, or a note. */
export const FieldView = memo(function FieldView(props: FieldViewProps) {
  const { field, path, value, required, readOnly, fault, options, onChange, onLeave } = props;
  const { locale } = useFormat();
  const { t } = useTranslation("forms");
  const label = field.label[locale];
  if (field.type === "note") {
    return (
      <div className={classes.note} data-tone={field.tone} role="note" data-wide="">
        <strong>{label}</strong>
        <p>{field.text[locale]}</p>
      </div>
    );
  }
  if (readOnly || field.type === "computed" || isMasked(value)) {
    return (
      <div className={classes.fixed} data-wide={field.wide ? "" : undefined} data-field={path}>
        <span className={classes.fixedLabel}>
          {label}
          {isMasked(value) ? <span className={classes.fixedHint}>{t("masked")}</span> : null}
          {field.type === "computed" ? <span className={classes.fixedHint}>{t("computed")}</span> : null}
        </span>
        <output className={classes.fixedValue}>
          <ReadValue field={field} value={value} options={options} />
        </output>
      </div>
    );
  }
  const Control = INPUTS[field.type] as ComponentType<InputProps>;
  return (
    <div data-wide={field.wide ? "" : undefined} data-field={path} data-type={field.type}>
      <Control
        field={field}
        name={path}
        value={value}
        label={label}
        help={field.help?.[locale]}
        error={fault}
        required={required}
        options={options}
        change={(next) => onChange(path, next)}
        leave={() => onLeave(path)}
      />
    </div>
  );
});
