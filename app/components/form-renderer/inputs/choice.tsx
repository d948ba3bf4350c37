import { Checkbox, Group, NativeSelect, Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import { useFormat } from "../../format/use-format.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";

function words({ label, help, error, required }: InputProps<never>) {
  return {
    label,
    withAsterisk: required,
    ...(help ? { description: help } : {}),
    ...(error ? { error } : {}),
  };
}

export function ChoiceInput(props: InputProps<FieldOf<"choice">>) {
  const { field, name, value, options, change, leave, required } = props;
  const { t } = useTranslation("forms");
  const { locale } = useFormat();
  const chosen = typeof value === "string" ? value : "";
  if (field.look === "radio") {
    return (
      <Radio.Group
        {...words(props as InputProps<never>)}
        name={name}
        value={chosen}
        onChange={(code) => {
          change(code);
          leave();
        }}
      >
        <div className={classes.choices}>
          {options.map(({ code, label }) => (
            <Radio key={code} value={code} label={label[locale]} />
          ))}
        </div>
      </Radio.Group>
    );
  }
  return (
    <NativeSelect
      {...words(props as InputProps<never>)}
      name={name}
      aria-required={required}
      value={chosen}
      onBlur={leave}
      onChange={(event) => change(event.currentTarget.value === "" ? undefined : event.currentTarget.value)}
      data={[
        { value: "", label: t("choose") },
        ...options.map(({ code, label }) => ({ value: code, label: label[locale] })),
      ]}
    />
  );
}

export function MultiChoiceInput(props: InputProps<FieldOf<"multiChoice">>) {
  const { name, value, options, change, leave } = props;
  const { locale } = useFormat();
  const chosen = Array.isArray(value) ? value.filter((code) => typeof code === "string") : [];
  return (
    <Checkbox.Group
      {...words(props as InputProps<never>)}
      value={chosen as string[]}
      onChange={(codes) => {
        change(codes.length === 0 ? undefined : codes);
        leave();
      }}
    >
      <div className={classes.choices}>
        {options.map(({ code, label }) => (
          <Checkbox key={code} name={name} value={code} label={label[locale]} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** Two buttons, not one box: that nobody answered is another thing than no. */
export function YesNoInput(props: InputProps<FieldOf<"yesNo">>) {
  const { name, value, change, leave } = props;
  const { t } = useTranslation("forms");
  return (
    <Radio.Group
      {...words(props as InputProps<never>)}
      name={name}
      value={typeof value === "boolean" ? String(value) : ""}
      onChange={(answer) => {
        change(answer === "true");
        leave();
      }}
    >
      <Group gap="lg" className={classes.yesNo ?? ""}>
        <Radio value="true" label={t("yes")} />
        <Radio value="false" label={t("no")} />
      </Group>
    </Radio.Group>
  );
}
