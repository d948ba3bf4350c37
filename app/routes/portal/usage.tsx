import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { UsageBars } from "#app/components/chart/usage-bars.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { type Formats, useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import { addMonths } from "#engines/kernel/interval.ts";
import { isoDay, localDayOf, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import classes from "./portal.module.css";

const STEPS = ["month", "day", "interval"] as const;
type Step = (typeof STEPS)[number];

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const title = translator(context.locale, "billing")("usage.title");
  const { servicePoints } = await context.caller.bill.overview();
  const point = servicePoints.find(({ id }) => id === search.get("point")) ?? servicePoints[0];
  if (point === undefined) return { title, servicePoints, point: null };
  const step =
    STEPS.find((known) => known === search.get("step")) ??
    (point.usageSource === "interval" ? "day" : "month");
  const span = spanOf(step, search.get("until"), point.timezone);
  const usage = await context.caller.read.usage({ servicePointId: point.id, ...span, step });
  return { title, servicePoints, point, step, span, usage };
});

/** A year of months, a month of days, or a day of intervals, ending at `until` (the first day after it). */
function spanOf(step: Step, until: string | null, timezone: string): { from: string; to: string } {
  const today = localDayOf(zoneOf(timezone), Date.now());
  const end = (until === null ? undefined : parseDay(until)) ?? today + 1;
  const from = step === "month" ? addMonths(end, -12) : step === "day" ? addMonths(end, -1) : end - 1;
  return { from: isoDay(from), to: isoDay(end) };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function UsagePage() {
  const { t } = useTranslation("billing");
  const data = useLoaderData<typeof loader>();
  if (data.point === null) {
    return (
      <>
        <PageHeader title={t("usage.title")} />
        <EmptyState title={t("usage.noPointTitle")} advice={t("usage.noPointAdvice")} />
      </>
    );
  }
  const { point } = data;
  return (
    <>
      <PageHeader
        title={t("usage.title")}
        lead={t("usage.lead", { address: point.address, number: point.number })}
      />
      <div className={classes.stack}>
        <Choices />
        <Channels />
        <Registers />
      </div>
    </>
  );
}

function Choices() {
  const { t } = useTranslation("billing");
  const data = useLoaderData<typeof loader>();
  const href = useTenantHref();
  if (data.point === null) return null;
  const { point, servicePoints, step, span } = data;
  const to = (changes: Record<string, string>) =>
    href(`portal/usage?${new URLSearchParams({ point: point.id, step, ...changes })}`);
  const names = { month: t("usage.byMonth"), day: t("usage.byDay"), interval: t("usage.byHour") };
  const days = (Date.parse(span.to) - Date.parse(span.from)) / 86_400_000;
  return (
    <nav className={classes.choices} aria-label={t("usage.step")}>
      {servicePoints.length > 1
        ? servicePoints.map(({ id, address }) => (
            <Button
              key={id}
              component={Link}
              size="xs"
              to={to({ point: id })}
              variant={id === point.id ? "light" : "default"}
              aria-current={id === point.id ? "true" : undefined}
            >
              {address}
            </Button>
          ))
        : null}
      {STEPS.map((each) => (
        <Button
          key={each}
          component={Link}
          size="xs"
          to={to({ step: each })}
          variant={each === step ? "light" : "default"}
          aria-current={each === step ? "true" : undefined}
        >
          {names[each]}
        </Button>
      ))}
      <Button component={Link} size="xs" variant="subtle" to={to({ until: span.from })}>
        {t("usage.earlier")}
      </Button>
      <Button component={Link} size="xs" variant="subtle" to={to({ until: shifted(span.to, days) })}>
        {t("usage.later")}
      </Button>
    </nav>
  );
}

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

function Channels() {
  const { t } = useTranslation("billing");
  const data = useLoaderData<typeof loader>();
  const format = useFormat();
  if (data.point === null) return null;
  const { usage, step, span } = data;
  const known = usage.channels.filter(({ buckets }) => buckets.some(({ quantity }) => quantity !== null));
  if (known.length === 0 && usage.registers.every(({ steps }) => steps.length === 0)) {
    return <EmptyState title={t("usage.emptyTitle")} advice={t("usage.emptyAdvice")} />;
  }
  return known.map((channel) => {
    const { unit, divisor } = shownUnit(channel.unit);
    const title = channel.direction === "forward" ? t("usage.chart") : t("usage.export");
    return (
      <Panel key={channel.channelId} title={title}>
        <UsageBars
          title={title}
          summary={t("usage.summary", { from: format.day(span.from), to: format.day(shifted(span.to, -1)) })}
          unit={unit}
          bars={channel.buckets.map((bucket) => ({
            ...labelsOf(bucket.start, step, format),
            value: bucket.quantity === null ? null : Number(bucket.quantity) / divisor,
            estimated: bucket.estimated > 0,
          }))}
        />
      </Panel>
    );
  });
}

/** Meters count in small units, people think in those of their bill. */
function shownUnit(unit: string): { unit: string; divisor: number } {
  if (unit === "Wh") return { unit: "kWh", divisor: 1000 };
  if (unit === "L") return { unit: "m³", divisor: 1000 };
  return { unit: unit === "m3" ? "m³" : unit, divisor: 1 };
}

function labelsOf(start: string, step: Step, format: Formats): { label: string; name: string } {
  if (step === "month") {
    return { label: format.month(start.slice(0, 7), "short"), name: format.month(start.slice(0, 7)) };
  }
  if (step === "day")
    return { label: String(Number(start.slice(8, 10))), name: format.day(start.slice(0, 10)) };
  // The local clock of the premise stands in the text itself.
  return { label: start.slice(11, 16), name: `${format.day(start.slice(0, 10))} ${start.slice(11, 16)}` };
}

function Registers() {
  const { t } = useTranslation("billing");
  const { t: name } = useTranslation("reads");
  const data = useLoaderData<typeof loader>();
  const format = useFormat();
  if (data.point === null) return null;
  return data.usage.registers
    .filter(({ steps }) => steps.length > 0)
    .map((register) => (
      <Panel key={register.registerId} title={`${t("usage.registers")} ${register.meterSerial}`} flush>
        <DataTable
          caption={t("usage.registers")}
          rows={register.steps}
          rowKey={(step) => step.from}
          columns={[
            { key: "from", header: t("usage.from"), cell: (step) => format.date(step.from), card: "title" },
            { key: "to", header: t("usage.to"), cell: (step) => format.date(step.to) },
            {
              key: "register",
              header: t("usage.register"),
              cell: () => name(`register.${register.code as "total"}`),
            },
            {
              key: "start",
              header: t("usage.startIndex"),
              align: "end",
              cell: (step) => format.number(step.startIndex),
            },
            {
              key: "end",
              header: t("usage.endIndex"),
              align: "end",
              cell: (step) => format.number(step.endIndex),
            },
            {
              key: "quantity",
              header: t("usage.quantity"),
              unit: register.unit,
              align: "end",
              card: "aside",
              cell: (step) => (step.quantity === null ? "–" : format.number(step.quantity)),
            },
          ]}
          empty={{ title: "", advice: "" }}
        />
      </Panel>
    ));
}
