import { Button, Checkbox, Textarea } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./cases.module.css";
import { Refusal } from "./refusal.tsx";

/** Says something to the trace of a case; the customer may read it where that is ticked. */
export function CommentForm() {
  const { t } = useTranslation("cases");
  const fetcher = useFetcher<FormResult<{ done: string }>>();
  const form = useRef<HTMLFormElement>(null);
  const done = fetcher.state === "idle" && fetcher.data?.ok === true;
  useEffect(() => {
    if (done) form.current?.reset();
  }, [done]);
  return (
    <fetcher.Form method="post" ref={form} className={classes.form}>
      <Refusal result={fetcher.data} />
      <Textarea
        name="text"
        aria-label={t("case.comment")}
        placeholder={t("case.comment")}
        autosize
        minRows={2}
        maxLength={2000}
      />
      <div className={classes.row}>
        <Checkbox name="forCustomer" label={t("case.commentForCustomer")} className={classes.grow ?? ""} />
        <Button
          type="submit"
          name="intent"
          value="comment"
          variant="default"
          loading={fetcher.state !== "idle"}
        >
          {t("case.addComment")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
