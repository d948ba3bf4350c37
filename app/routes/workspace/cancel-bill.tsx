import { Button, Checkbox, Popover, Textarea } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./billing.module.css";

/** Cancels a posted bill with its reason, and makes it again where that is wished. */
export function CancelBill() {
  const { t } = useTranslation("billing");
  const fetcher = useFetcher<FormResult<null>>();
  const [opened, setOpened] = useState(false);
  const leadId = useId();
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
      width={340}
      position="bottom-end"
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          color="red"
          aria-haspopup="dialog"
          onClick={() => setOpened((open) => !open)}
        >
          {t("bill.cancel")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("bill.cancel")} aria-describedby={leadId}>
        <fetcher.Form method="post" className={classes.cancel}>
          <input type="hidden" name="intent" value="cancel" />
          <p id={leadId} className={classes.cancelLead}>
            {t("bill.cancelLead")}
          </p>
          <Textarea
            name="reason"
            label={t("bill.reason")}
            description={t("bill.reasonHint")}
            required
            maxLength={500}
            autosize
            minRows={2}
          />
          <Checkbox name="again" value="yes" defaultChecked label={t("bill.again")} />
          {fetcher.data && !fetcher.data.ok ? (
            <p role="alert">{fetcher.data.fault.message ?? fetcher.data.fault.code}</p>
          ) : null}
          <Button type="submit" color="red" loading={fetcher.state !== "idle"}>
            {t("bill.cancel")}
          </Button>
        </fetcher.Form>
      </Popover.Dropdown>
    </Popover>
  );
}
