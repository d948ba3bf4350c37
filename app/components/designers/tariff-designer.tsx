import { Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TriedTariff } from "#app/services/tariff/try-tariff.ts";
import { usePageRoot } from "../page-root.ts";
import { Panel } from "../panel.tsx";
import { useTenantHref } from "../tenant-path.ts";
import { useTried } from "../use-tried.ts";
import type { DesignerProps } from "./designer.ts";
import { ChargesEditor } from "./tariff/charges-editor.tsx";
import { listIn, objectIn, textIn } from "./tariff/content.ts";
import classes from "./tariff/designer.module.css";
import { ExamplesEditor } from "./tariff/examples-editor.tsx";
import { Choice, IntegerInput, Problems, TextInput } from "./tariff/inputs.tsx";
import { LateFeeEditor } from "./tariff/late-fee-editor.tsx";
import { QuantitiesEditor } from "./tariff/quantities-editor.tsx";
import { RoundingChoice } from "./tariff/rounding-choice.tsx";
import { SchedulesEditor } from "./tariff/schedules-editor.tsx";
import { SeasonsEditor } from "./tariff/seasons-editor.tsx";
import { TryPane } from "./tariff/try-pane.tsx";

/**
 * Designs a tariff: calendar, charges, prices with their dates, golden examples; beside it the last bill of a chosen
 * customer and the laws that the tariff keeps, as one types. Rated by the engine that makes the bills.
 */
export function TariffDesigner(props: DesignerProps) {
  const { content, change, readOnly, locale, itemKey } = props;
  const [search, setSearch] = useState("");
  const [agreementId, setAgreementId] = useState<string>();
  const trial = useTried<TriedTariff>("tariff.tryOut", {
    key: itemKey,
    content,
    search,
    ...(agreementId === undefined ? {} : { agreementId }),
  });
  const { tried } = trial;
  // What the frame knows, and what trying it has found since.
  const problems = [...props.problems, ...(tried?.problems ?? [])].filter(
    (problem, at, all) =>
      all.findIndex(({ path, message }) => path === problem.path && message.en === problem.message.en) === at,
  );
  const part = { ...props, problems };
  return (
    <div className={classes.designer}>
      <div className={classes.main}>
        <Basics {...part} />
        <SeasonsEditor {...part} />
        <SchedulesEditor {...part} painted={tried?.painted ?? {}} />
        <QuantitiesEditor {...part} />
        <ChargesEditor {...part} />
        <LateFeeEditor {...part} />
        <ExamplesEditor {...part} tried={tried?.examples ?? []} />
      </div>
      <div className={classes.side}>
        <TryPane
          trial={trial}
          search={search}
          onSearch={setSearch}
          agreementId={agreementId}
          onChoose={setAgreementId}
          onKeep={(example) => change(`/examples/${listIn(content.examples).length}`, example)}
          readOnly={readOnly}
          locale={locale}
        />
        <ShadowStart
          itemKey={itemKey}
          content={content}
          sound={problems.every(({ severity }) => severity !== "error")}
        />
      </div>
    </div>
  );
}

type Part = Pick<DesignerProps, "content" | "change" | "problems" | "readOnly" | "locale">;

function Basics({ content, change, problems, readOnly, locale }: Part) {
  const { t } = useTranslation("rating");
  const label = objectIn(content.label);
  const rounding = objectIn(content.rounding);
  const holidays = objectIn(content.holidays);
  return (
    <Panel title={t("designer.basics")}>
      <div className={classes.fields}>
        <TextInput
          label={t("designer.labelZh")}
          value={label["zh-CN"]}
          readOnly={readOnly}
          onChange={(text) => change("/label/zh-CN", text)}
        />
        <TextInput
          label={t("designer.labelEn")}
          value={label.en}
          readOnly={readOnly}
          onChange={(text) => change("/label/en", text)}
        />
        <Choice
          label={t("designer.utility")}
          value={textIn(content.utility)}
          options={(["power", "gas", "water", "heat"] as const).map((each) => [
            each,
            t(`designer.utilities.${each}`),
          ])}
          readOnly={readOnly}
          onChange={(utility) => change("/utility", utility)}
        />
        <TextInput
          label={t("designer.currency")}
          value={content.currency}
          readOnly={readOnly}
          onChange={(currency) => change("/currency", currency)}
        />
        {(["line", "bill"] as const).map((each) => (
          <RoundingChoice
            key={each}
            label={t(each === "bill" ? "designer.billRounding" : "designer.lineRounding")}
            value={rounding[each]}
            absent={t(each === "bill" ? "designer.notRounded" : "designer.unrounded")}
            readOnly={readOnly}
            onChange={(to) => change(`/rounding/${each}`, to)}
          />
        ))}
        <IntegerInput
          label={t("designer.tolerance")}
          value={content.periodToleranceDays}
          readOnly={readOnly}
          onChange={(days) => change("/periodToleranceDays", days)}
        />
        <Choice
          label={t("designer.holidays")}
          value={textIn(holidays.calendar) || "none"}
          options={(["none", "CN"] as const).map((each) => [each, t(`designer.holidayCalendars.${each}`)])}
          readOnly={readOnly}
          onChange={(calendar) => change("/holidays/calendar", calendar)}
        />
      </div>
      <Problems
        problems={problems.filter(
          ({ path }) => !/^\/(charges|schedules|examples|seasons|quantities|lateFee)(\/|$)/.test(path),
        )}
        locale={locale}
        at=""
      />
    </Panel>
  );
}

/** Rates the draft over everybody on a tariff in force, before it is published. */
function ShadowStart({
  itemKey,
  content,
  sound,
}: Pick<DesignerProps, "itemKey" | "content"> & { readonly sound: boolean }) {
  const { t } = useTranslation("rating");
  const href = useTenantHref();
  const mayRun = usePageRoot().viewer?.abilities.includes("run:shadowRun") ?? false;
  if (!mayRun) return null;
  return (
    <Panel title={t("shadow.startTitle")} lead={t("designer.shadowLead")}>
      <Form method="post" action={href("console/shadow-runs")} className={classes.fields}>
        <input type="hidden" name="draft" value={itemKey} />
        <input type="hidden" name="content" value={JSON.stringify(content)} />
        <label className={classes.field}>
          <span>{t("designer.liveKey")}</span>
          <input name="live" defaultValue={itemKey} required className={classes.input} />
        </label>
        <label className={classes.field}>
          <span>{t("shadow.from")}</span>
          <input type="month" name="from" required className={classes.input} />
        </label>
        <label className={classes.field}>
          <span>{t("shadow.to")}</span>
          <input type="month" name="to" required className={classes.input} />
        </label>
        <Button type="submit" variant="default" disabled={!sound}>
          {t("shadow.start")}
        </Button>
      </Form>
    </Panel>
  );
}
