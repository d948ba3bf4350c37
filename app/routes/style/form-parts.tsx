import { Button } from "@mantine/core";
import { type FetcherWithComponents, useFetcher } from "@remix-run/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CodeView } from "#app/components/code-view.tsx";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import {
  CheckField,
  ChoiceField,
  DateField,
  NumberField,
  PasswordField,
  TextAreaField,
  TextField,
} from "#app/components/form/fields.tsx";
import { ServerForm } from "#app/components/form/server-form.tsx";
import { useServerForm } from "#app/components/form/use-server-form.ts";
import { notifyDone, notifyUndo } from "#app/components/notify.tsx";
import { DownloadButton, PrintButton } from "#app/components/print-button.tsx";
import type { FormResult } from "#app/web/page-fault.ts";
import { Part } from "./part.tsx";
import classes from "./style.module.css";

/** Blocks that a person acts on: fields, buttons, confirmation, files. */
export function FormParts() {
  const { t } = useTranslation("style");
  return (
    <>
      <Part id="form" title={t("sections.form")}>
        <SampleForm />
      </Part>
      <Part id="buttons" title={t("sections.buttons")}>
        <div className={classes.row}>
          <Button>{t("sample.primary")}</Button>
          <Button variant="default">{t("sample.secondary")}</Button>
          <Button variant="light">{t("sample.subtle")}</Button>
          <Button loading>{t("sample.primary")}</Button>
          <Button disabled>{t("sample.primary")}</Button>
          <ConfirmButton
            label={t("sample.danger")}
            consequence={t("sample.dangerConsequence")}
            confirmLabel={t("sample.dangerConfirm")}
            danger
            variant="light"
            onConfirm={() => notifyDone(t("sample.danger"))}
          />
          <Button
            variant="default"
            onClick={() =>
              notifyUndo({
                message: t("sample.archived"),
                undoLabel: t("sample.undo"),
                onUndo: () => notifyDone(t("sample.undone")),
              })
            }
          >
            {t("sample.archive")}
          </Button>
        </div>
      </Part>
      <Part id="print" title={t("sections.print")}>
        <div className={classes.row}>
          <DownloadButton href="/favicon.svg" label={t("sample.receipt")} />
          <PrintButton />
        </div>
      </Part>
      <Part id="code" title={t("sections.code")}>
        <CodeView
          label={t("sample.codeLabel")}
          value={{
            tenant: "linzhou",
            meter: "0021 4479",
            register: "total",
            index: "4218",
            at: "2026-04-01T00:00:00+08:00",
          }}
        />
      </Part>
    </>
  );
}

function SampleForm() {
  const { t } = useTranslation("style");
  const live = useFetcher<FormResult<unknown>>();
  // The answer of a server that refused a field and the whole form, to show how that looks.
  const refused = useMemo<FormResult<unknown>>(
    () => ({
      ok: false,
      fault: { code: "READING_BACKWARDS", requestId: "" },
      fields: [{ path: "reading", message: t("sample.readingError") }],
    }),
    [t],
  );
  const whole: FormResult<unknown> = {
    ok: false,
    fault: { code: "METER_REMOVED", message: t("sample.formFault"), requestId: "" },
    fields: [],
  };
  const form = useServerForm({
    initialValues: {
      reading: "4170",
      kind: "",
      date: "2026-04-01",
      reason: t("sample.reasonValue"),
      email: "",
      password: "",
      note: "",
      notify: true,
    },
    result: refused,
  });
  const fetcher = { ...live, data: whole } as FetcherWithComponents<FormResult<unknown>>;
  const kinds = [
    { value: "household", label: t("sample.household") },
    { value: "business", label: t("sample.business") },
  ];
  return (
    <ServerForm
      form={form}
      fetcher={fetcher}
      action="/preferences"
      submitLabel={t("sample.save")}
      secondary={<Button variant="subtle">{t("sample.cancel")}</Button>}
    >
      <NumberField
        form={form}
        path="reading"
        label={t("sample.reading")}
        hint={t("sample.readingHint")}
        unit="kWh"
        required
      />
      <ChoiceField
        form={form}
        path="kind"
        label={t("sample.kind")}
        placeholder={t("sample.choose")}
        options={kinds}
      />
      <DateField form={form} path="date" label={t("sample.date")} required />
      <TextField form={form} path="reason" label={t("sample.reason")} hint={t("sample.reasonHint")} />
      <TextField
        form={form}
        path="email"
        label={t("sample.email")}
        type="email"
        autoComplete="off"
        disabled
      />
      <PasswordField form={form} path="password" label={t("sample.password")} autoComplete="new-password" />
      <TextAreaField form={form} path="note" label={t("sample.note")} />
      <CheckField form={form} path="notify" label={t("sample.notify")} />
    </ServerForm>
  );
}
