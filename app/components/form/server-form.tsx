import { Button } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { FetcherWithComponents } from "@remix-run/react";
import type { ReactNode } from "react";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./fields.module.css";

interface ServerFormProps<Values> {
  readonly form: UseFormReturnType<Values>;
  readonly fetcher: FetcherWithComponents<FormResult<unknown>>;
  /** Where it is sent; this page when left out. */
  readonly action?: string;
  readonly submitLabel: string;
  readonly secondary?: ReactNode;
  readonly children: ReactNode;
}

/** Fields, what the server said about the form as a whole, and the one button. Needs no scripts to be sent. */
export function ServerForm<Values>(props: ServerFormProps<Values>) {
  const { form, fetcher, action, submitLabel, secondary, children } = props;
  const result = fetcher.data;
  // A refusal of a single field stands at the field.
  const refusal = result && !result.ok && result.fields.length === 0 ? result.fault : undefined;
  return (
    <fetcher.Form
      method="post"
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        if (form.validate().hasErrors) event.preventDefault();
      }}
      {...(action === undefined ? {} : { action })}
    >
      {refusal ? (
        <div role="alert" className={classes.refusal}>
          <p>{refusal.message ?? refusal.code}</p>
        </div>
      ) : null}
      {children}
      <div className={classes.end}>
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {submitLabel}
        </Button>
        {secondary}
      </div>
    </fetcher.Form>
  );
}
