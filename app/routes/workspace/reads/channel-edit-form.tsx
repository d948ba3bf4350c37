import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ChoiceField, NumberField, TextAreaField, TextField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { notifyDone } from "#app/components/notify.tsx";
import type { FormResult } from "#app/web/page-fault.ts";
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
  const fetcher = useFetcher<FormResult<string>>();
  const result = fetcher.data;
  const form = useServerForm({
    initialValues: { method: "fill", start, end: "", value: "", reason: "" },
    validate: { reason: (value: string) => (value.trim() === "" ? t("edit.reasonWanted") : null) },
    result,
  });
  const { reset } = form;
  useEffect(() => {
    if (!result?.ok) return;
    notifyDone(t("edit.done"));
    reset();
  }, [result, reset, t]);
  return (
    <ServerForm form={form} fetcher={fetcher} submitLabel={t("edit.save")}>
      <input type="hidden" name="zone" value={zone} />
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
      <TextAreaField
        form={form}
        path="reason"
        label={t("edit.reason")}
        hint={t("edit.reasonHint")}
        required
      />
    </ServerForm>
  );
}
