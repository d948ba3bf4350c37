import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { notifyDone } from "#app/components/notify.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import type { FormResult } from "#app/web/page-fault.ts";
import type { AlarmState, Severity } from "#engines/alarms/index.ts";
import classes from "./alarms.module.css";

interface AlarmActionsProps {
  readonly alarm: {
    readonly state: AlarmState;
    readonly severity: Severity;
    readonly offers: readonly string[];
    readonly record: { readonly confirmOnSite: boolean; readonly latch: boolean };
    readonly commands: readonly { readonly state: string }[];
  };
}

const SHELVE_MINUTES = [30, 60, 240, 480, 1_440] as const;

/** What this person may do about the alarm as it stands now; nothing else is offered. */
export function AlarmActions({ alarm }: AlarmActionsProps) {
  const { t } = useTranslation("alarms");
  const abilities = usePageRoot().viewer?.abilities ?? [];
  const may = (action: string): boolean => abilities.includes(`${action}:alarm`);
  const { state, severity, record, offers, commands } = alarm;
  const pending = commands.some(({ state: each }) =>
    ["requested", "approved", "acknowledged"].includes(each),
  );
  const aside = state === "shelved" || state === "outOfService";
  const forms: ReactNode[] = [];
  if (may("acknowledge") && (state === "unacknowledged" || state === "returned"))
    forms.push(<Deed key="acknowledge" intent="acknowledge" label={t("page.acknowledge")} filled />);
  if (may("reset") && record.latch && severity === "normal" && state === "latched")
    forms.push(
      <Deed key="reset" intent="reset" label={t("page.reset")} noteNeeded filled>
        {record.confirmOnSite ? <Checkbox name="onSite" label={t("page.onSite")} required /> : null}
      </Deed>,
    );
  if (may("command") && offers.includes("shutValve") && state !== "normal" && !pending)
    forms.push(
      <Deed
        key="shutValve"
        intent="shutValve"
        label={t("page.requestShut")}
        noteNeeded
        hint={t("page.requestShutHint")}
      />,
    );
  if (may("shelve") && !aside && state !== "normal")
    forms.push(
      <details key="aside">
        <summary>{t("page.more")}</summary>
        <Deed intent="shelve" label={t("page.shelve")} noteNeeded>
          <NativeSelect
            name="minutes"
            label={t("page.minutesLabel")}
            data={SHELVE_MINUTES.map((minutes) => ({
              value: String(minutes),
              label:
                minutes < 60
                  ? t("page.minutesOf", { count: minutes })
                  : t("page.hoursOf", { count: minutes / 60 }),
            }))}
          />
        </Deed>
        <Deed intent="removeFromService" label={t("page.removeFromService")} noteNeeded />
      </details>,
    );
  if (may("shelve") && state === "shelved")
    forms.push(<Deed key="unshelve" intent="unshelve" label={t("page.unshelve")} />);
  if (may("shelve") && state === "outOfService")
    forms.push(<Deed key="return" intent="returnToService" label={t("page.returnToService")} />);
  if (forms.length === 0) return null;
  return (
    <Panel title={t("page.actions")}>
      <div className={classes.forms}>{forms}</div>
    </Panel>
  );
}

interface DeedProps {
  readonly intent: string;
  readonly label: string;
  readonly hint?: string;
  readonly noteNeeded?: boolean;
  readonly filled?: boolean;
  readonly children?: ReactNode;
}

/** One thing that can be done, with what it asks for. */
function Deed({ intent, label, hint, noteNeeded = false, filled = false, children }: DeedProps) {
  const { t } = useTranslation("alarms");
  const fetcher = useFetcher<FormResult<string>>();
  const result = fetcher.data;
  useEffect(() => {
    if (result?.ok) notifyDone(t("page.done"));
  }, [result, t]);
  return (
    <fetcher.Form method="post" className={classes.form}>
      {children}
      {noteNeeded ? (
        <TextInput
          name="note"
          label={t("page.note")}
          description={hint ?? t("page.noteHint")}
          required
          maxLength={500}
        />
      ) : null}
      <Button
        type="submit"
        name="intent"
        value={intent}
        variant={filled ? "filled" : "default"}
        loading={fetcher.state !== "idle"}
      >
        {label}
      </Button>
      {result && !result.ok ? (
        <p role="alert" className={classes.refusal}>
          {result.fault.message ?? result.fault.code}
        </p>
      ) : null}
    </fetcher.Form>
  );
}
