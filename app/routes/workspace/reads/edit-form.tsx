import type { UseFormReturnType } from "@mantine/form";
import { useFetcher } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { TextAreaField } from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { notifyDone } from "#app/components/notify.tsx";
import type { FormResult } from "#app/web/page-fault.ts";

interface EditFormProps {
  readonly initialValues: Readonly<Record<string, string>>;
  readonly zone: string;
  readonly children: (form: UseFormReturnType<Record<string, string>>) => ReactNode;
}

/** A correction of meter data with its reason. Says that it is done, and is empty again. */
export function EditForm({ initialValues, zone, children }: EditFormProps) {
  const { t } = useTranslation("reads");
  const fetcher = useFetcher<FormResult<string>>();
  const result = fetcher.data;
  const form = useServerForm<Record<string, string>>({
    initialValues: { ...initialValues, reason: "" },
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
      {children(form)}
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
