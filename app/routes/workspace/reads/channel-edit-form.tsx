import { useTranslation } from "react-i18next";
import { ChoiceField, NumberField, TextField } from "#app/components/form/fields.tsx";
import { EditForm } from "./edit-form.tsx";
import classes from "./reads.module.css";

interface ChannelEditFormProps {
  /** Start of the interval that was chosen on the chart, with its offset. */
  readonly start: string;
  readonly unit: string;
  readonly zone: string;
}

/** Corrects intervals of a channel, with the reason. */
export function ChannelEditForm({ start, unit, zone }: ChannelEditFormProps) {
  const { t } = useTranslation("reads");
  return (
    <EditForm initialValues={{ method: "fill", start, end: "", value: "" }} zone={zone}>
      {(form) => (
        <>
          <div className={classes.pair}>
            <ChoiceField
              form={form}
              path="method"
              label={t("edit.method")}
              options={[
                { value: "fill", label: t("method.set") },
                { value: "linear", label: t("method.linear") },
                { value: "withdraw", label: t("method.withdraw") },
              ]}
            />
            <NumberField
              form={form}
              path="value"
              label={t("edit.value")}
              hint={t("edit.valueHint")}
              unit={unit}
            />
          </div>
          <div className={classes.pair}>
            <TextField form={form} path="start" label={t("edit.start")} hint={t("edit.startHint")} required />
            <TextField form={form} path="end" label={t("edit.end")} hint={t("edit.endHint")} />
          </div>
        </>
      )}
    </EditForm>
  );
}
