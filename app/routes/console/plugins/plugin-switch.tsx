import { Button, TextInput } from "@mantine/core";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { Panel } from "#app/components/panel.tsx";
import type { action, loader } from "./plugin.tsx";
import classes from "./plugins.module.css";

/** Off at once, without a release: for when something is wrong now. */
export function PluginSwitch({ may }: { readonly may: boolean }) {
  const { t } = useTranslation("plugins");
  const { plugin } = useLoaderData<typeof loader>();
  const format = useFormat();
  const fetcher = useFetcher<typeof action>();
  const { off } = plugin;
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok)
      notifyDone(t(fetcher.data.value ? "switch.isOff" : "switch.isOn"));
  }, [fetcher.state, fetcher.data, t]);
  return (
    <Panel
      title={t("switch.title")}
      lead={
        off === null
          ? t("switch.lead")
          : t("switch.offSince", { name: off.by, time: format.dateTime(off.at), reason: off.reason })
      }
    >
      {may ? (
        <fetcher.Form method="post" className={classes.switch} key={String(off === null)}>
          <input type="hidden" name="intent" value="switch" />
          <input type="hidden" name="off" value={String(off === null)} />
          <TextInput
            name="reason"
            label={t("switch.reason")}
            required
            maxLength={500}
            className={classes.grow ?? ""}
          />
          <Button
            type="submit"
            variant={off === null ? "default" : "filled"}
            loading={fetcher.state !== "idle"}
            {...(off === null ? { color: "red" } : {})}
          >
            {t(off === null ? "switch.off" : "switch.on")}
          </Button>
        </fetcher.Form>
      ) : null}
    </Panel>
  );
}
