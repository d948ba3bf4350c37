import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { newRow, rowsOf } from "#engines/forms/index.ts";
import type { FormField, GroupField } from "#schema/blueprint/form/field.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { useFormat } from "../format/use-format.ts";
import { IconPlus } from "../icons.ts";
import classes from "./form-renderer.module.css";

interface GroupViewProps {
  readonly field: GroupField;
  readonly path: string;
  readonly value: Json | undefined;
  readonly fault: string | undefined;
  readonly onChange: (path: string, value: Json | undefined) => void;
  readonly draw: (field: FormField, record: JsonObject, prefix: string) => ReactNode;
}

/** Rows of the same fields, each a small form of its own. */
export function GroupView({ field, path, value, fault, onChange, draw }: GroupViewProps) {
  const { t } = useTranslation("forms");
  const { locale } = useFormat();
  const rows = rowsOf(value);
  const name = (field.rowLabel ?? field.label)[locale];
  return (
    <fieldset className={classes.group} data-wide="">
      <legend>{field.label[locale]}</legend>
      {field.help ? <p className={classes.hint}>{field.help[locale]}</p> : null}
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its fields hold no state but what was typed.
        <fieldset key={at} className={classes.row}>
          <legend>{t("group.row", { name, number: at + 1 })}</legend>
          <div className={classes.fields} data-columns={Math.min(3, field.fields.length)}>
            {field.fields.map((member) => draw(member, row, `${path}.${at}.`))}
          </div>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              const kept = rows.filter((_, index) => index !== at);
              onChange(path, kept.length === 0 ? undefined : kept);
            }}
          >
            {t("group.remove", { name, number: at + 1 })}
          </Button>
        </fieldset>
      ))}
      {rows.length < field.max ? (
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange(path, [...rows, newRow(field)])}
        >
          {t("group.add", { name })}
        </Button>
      ) : null}
      {fault ? <p className={classes.fault}>{fault}</p> : null}
    </fieldset>
  );
}
