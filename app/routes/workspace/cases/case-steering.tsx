import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import type { FormResult } from "#app/web/page-fault.ts";
import { PRIORITIES } from "#schema/blueprint/service/schema.ts";
import type { LoadedCasePage } from "./case.tsx";
import classes from "./cases.module.css";
import { Refusal } from "./refusal.tsx";

/** What a dispatcher does with a case: whose it is, how urgent, held, cancelled, taken up again. */
export function CaseSteering({ data }: { readonly data: LoadedCasePage }) {
  const { t } = useTranslation("cases");
  const abilities = usePageRoot().viewer?.abilities ?? [];
  const { view, workers, task } = data;
  const { case: shown } = view;
  const running = shown.state === "open" || shown.state === "held";
  const mayDispatch = running && abilities.includes("dispatch:case");
  const mayCancel = running && abilities.includes("cancel:case");
  const mayReopen = view.reopenable && abilities.includes("reopen:case");
  if (!mayDispatch && !mayCancel && !mayReopen) return null;
  const waits = task?.kind === "wait";
  return (
    <Panel title={t("steer.title")}>
      <div className={classes.form}>
        {mayDispatch && !waits ? (
          <Choice
            intent="assign"
            name="personId"
            label={t("list.assignee")}
            value={shown.assigneeId ?? ""}
            options={[
              { value: "", label: t("steer.nobody") },
              ...workers.map((worker) => ({
                value: worker.personId,
                label: `${worker.name} · ${t("steer.load", { count: worker.load })}${worker.fits ? "" : ` · ${t("steer.unfit")}`}`,
              })),
            ]}
          />
        ) : null}
        {mayDispatch ? (
          <Choice
            intent="prioritise"
            name="priority"
            label={t("list.priority")}
            value={shown.priority}
            options={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
          />
        ) : null}
        {mayDispatch && shown.state === "held" ? <Plain intent="resume" label={t("steer.resume")} /> : null}
        {mayDispatch && shown.state === "open" && !waits ? (
          <Reasoned intent="hold" label={t("steer.hold")} />
        ) : null}
        {mayCancel ? <Reasoned intent="cancel" label={t("steer.cancel")} danger /> : null}
        {mayReopen ? <Reasoned intent="reopen" label={t("steer.reopen")} /> : null}
      </div>
    </Panel>
  );
}

interface ChoiceProps {
  readonly intent: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Applies at once when chosen; the button serves who has no scripts. */
function Choice({ intent, name, label, value, options }: ChoiceProps) {
  const { t } = useTranslation("cases");
  const fetcher = useFetcher<FormResult<{ done: string }>>();
  return (
    <fetcher.Form method="post">
      <Refusal result={fetcher.data} all />
      <input type="hidden" name="intent" value={intent} />
      <NativeSelect
        key={value}
        name={name}
        label={label}
        defaultValue={value}
        data={[...options]}
        disabled={fetcher.state !== "idle"}
        onChange={(event) => fetcher.submit(event.currentTarget.form)}
      />
      <noscript>
        <Button type="submit" size="xs" variant="default">
          {t("steer.apply")}
        </Button>
      </noscript>
    </fetcher.Form>
  );
}

function Plain({ intent, label }: { readonly intent: string; readonly label: string }) {
  const fetcher = useFetcher<FormResult<{ done: string }>>();
  return (
    <fetcher.Form method="post">
      <Refusal result={fetcher.data} all />
      <Button type="submit" name="intent" value={intent} loading={fetcher.state !== "idle"}>
        {label}
      </Button>
    </fetcher.Form>
  );
}

interface ReasonedProps {
  readonly intent: string;
  readonly label: string;
  readonly danger?: boolean;
}

/** What asks for a reason shows the field for it when it is pressed. */
function Reasoned({ intent, label, danger = false }: ReasonedProps): ReactNode {
  const { t } = useTranslation("cases");
  const fetcher = useFetcher<FormResult<{ done: string }>>();
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div>
        <Button variant="default" onClick={() => setOpen(true)} {...(danger ? { color: "red" } : {})}>
          {label}…
        </Button>
      </div>
    );
  }
  return (
    <fetcher.Form method="post" className={classes.form}>
      <Refusal result={fetcher.data} all />
      <TextInput
        name="reason"
        label={t("steer.reason")}
        required
        withAsterisk
        maxLength={500}
        data-autofocus
        autoFocus
      />
      <div className={classes.row}>
        <Button
          type="submit"
          name="intent"
          value={intent}
          loading={fetcher.state !== "idle"}
          {...(danger ? { color: "red" } : {})}
        >
          {label}
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          {t("steer.back")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
