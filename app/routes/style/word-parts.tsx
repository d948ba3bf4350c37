import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "#app/components/error-notice.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { DateTime, Money, Quantity } from "#app/components/format/values.tsx";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { StatusBadge, TONES } from "#app/components/status-badge.tsx";
import { Steps } from "#app/components/steps.tsx";
import { Timeline } from "#app/components/timeline.tsx";
import { Part } from "./part.tsx";
import classes from "./style.module.css";

const SHADES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const STATES = {
  neutral: "draft",
  accent: "review",
  info: "review",
  success: "paid",
  warning: "due",
  danger: "overdue",
} as const;
const REQUEST_ID = "01a202c4-ce7b-77b9-a50d-9eaf83e8d01f";

/** Blocks made of words: headings, states, facts, errors, formats. */
export function WordParts() {
  const { t } = useTranslation("style");
  return (
    <>
      <Part id="colors" title={t("sections.colors")}>
        <div className={classes.shades} aria-hidden>
          {SHADES.map((shade) => (
            <span key={shade} style={{ background: `var(--mantine-color-brand-${shade})` }} />
          ))}
        </div>
        <div className={classes.swatches}>
          <span>{t("swatch.text")}</span>
          <span style={{ color: "var(--m-text-quiet)" }}>{t("swatch.quiet")}</span>
          <span style={{ color: "var(--m-accent-text)" }}>{t("swatch.accent")}</span>
          {(["success", "warning", "danger", "info"] as const).map((tone) => (
            <span key={tone} style={{ color: `var(--m-${tone}-text)` }}>
              {t(`swatch.${tone}`)}
            </span>
          ))}
        </div>
      </Part>
      <Part id="header" title={t("sections.header")}>
        <PageHeader
          title={t("sample.headTitle")}
          level={3}
          lead={t("sample.headLead")}
          badge={<StatusBadge tone="warning">{t("sample.due")}</StatusBadge>}
          back={{ to: "/style", label: t("sample.back") }}
          actions={
            <>
              <Button variant="default">{t("sample.secondary")}</Button>
              <Button>{t("sample.pay")}</Button>
            </>
          }
        />
        <PageHeader title={t("sample.longName")} level={3} />
      </Part>
      <Part id="badges" title={t("sections.badges")}>
        <div className={classes.row}>
          {TONES.map((tone) => (
            <StatusBadge key={tone} tone={tone}>
              {t(`sample.${STATES[tone]}`)}
            </StatusBadge>
          ))}
        </div>
      </Part>
      <Part id="values" title={t("sections.values")}>
        <Values />
      </Part>
      <Part id="facts" title={t("sections.facts")}>
        <KeyValue
          columns={2}
          items={[
            { label: t("sample.customer"), value: t("sample.longName") },
            { label: t("sample.premise"), value: t("sample.premiseValue") },
            { label: t("sample.meter"), value: t("sample.meterValue") },
            { label: t("sample.tariff"), value: t("sample.tariffValue") },
            { label: t("sample.phone"), value: null },
          ]}
        />
      </Part>
      <Part id="steps" title={t("sections.steps")}>
        <SampleSteps />
      </Part>
      <Part id="timeline" title={t("sections.timeline")}>
        <SampleTimeline />
      </Part>
      <Part id="errors" title={t("sections.errors")}>
        <div className={classes.stack}>
          <ErrorNotice
            code="INGEST_NOT_A_NUMBER"
            heading="h3"
            message={t("sample.errorMessage")}
            where={{ file: "reads-2026-03.csv", line: 18, path: "usage" }}
            requestId={REQUEST_ID}
          />
          <ErrorNotice code="NOT_FOUND" heading="h3" requestId={REQUEST_ID} />
          <ErrorNotice code="FORBIDDEN" heading="h3" requestId={REQUEST_ID} />
          <ErrorNotice code="UNEXPECTED" heading="h3" requestId={REQUEST_ID} />
        </div>
      </Part>
    </>
  );
}

function Values() {
  const { t } = useTranslation("style");
  const format = useFormat();
  return (
    <KeyValue
      columns={2}
      items={[
        { label: t("sample.amount"), value: <Money amount="128406.93" /> },
        { label: t("sample.negative"), value: <Money amount="-12.40" /> },
        { label: t("sample.otherCurrency"), value: <Money amount="86.5" currency="USD" /> },
        { label: t("sample.price"), value: format.price("0.56725", "kWh") },
        { label: t("sample.usage"), value: <Quantity value="184320.5" unit="kWh" /> },
        { label: t("sample.large"), value: format.large("184320500", "kWh") },
        { label: t("sample.decimal"), value: format.number("1234567.890123") },
        { label: t("sample.date2"), value: format.day("2026-03-05") },
        { label: t("sample.moment"), value: <DateTime at="2026-03-04T16:30:05Z" /> },
        { label: t("sample.days"), value: format.days("2026-03-01", "2026-03-31") },
        { label: t("sample.duration"), value: format.duration(5_025) },
      ]}
    />
  );
}

function SampleSteps() {
  const { t } = useTranslation("style");
  const steps = [
    { title: t("sample.step1") },
    { title: t("sample.step2") },
    { title: t("sample.step3"), note: t("sample.step3n") },
    { title: t("sample.step4") },
  ];
  return (
    <div className={classes.stack}>
      <Steps label={t("sample.stepsLabel")} steps={steps} current={2} />
      <Steps label={t("sample.stepsLabel")} steps={steps} current={1} failed />
    </div>
  );
}

function SampleTimeline() {
  const { t } = useTranslation("style");
  return (
    <Timeline
      events={[
        {
          id: "1",
          at: "2026-04-05T02:12:00Z",
          title: t("sample.e1"),
          detail: t("sample.e1d"),
          tone: "success",
        },
        {
          id: "2",
          at: "2026-04-02T00:00:00Z",
          title: t("sample.e2"),
          by: t("sample.system"),
          tone: "accent",
        },
        {
          id: "3",
          at: "2026-04-01T08:30:00Z",
          title: t("sample.e3"),
          by: t("sample.person2"),
          detail: t("sample.e3d"),
        },
        {
          id: "4",
          at: "2026-04-01T01:00:00Z",
          title: t("sample.e4"),
          by: t("sample.system"),
          detail: t("sample.e4d"),
          tone: "danger",
        },
      ]}
    />
  );
}
