import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRoleName } from "#app/components/case/role-name.ts";
import type { DraftItem } from "#app/components/draft/effective.ts";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import { Steps } from "#app/components/steps.tsx";
import { parseDuration } from "#engines/kernel/interval.ts";
import { type Service, serviceSchema } from "#schema/blueprint/service/schema.ts";
import classes from "./designer.module.css";

/** The service as staff work it, step by step, or as the customer follows it in the portal. */
export function ServicePreview({
  item,
  eyes,
}: {
  readonly item: DraftItem;
  readonly eyes: "staff" | "customer";
}) {
  const { t } = useTranslation("designer");
  const service = serviceSchema.safeParse(item.content);
  if (!service.success)
    return <EmptyState title={t("preview.wrongTitle")} advice={t("preview.wrongAdvice")} />;
  return eyes === "customer" ? (
    <Followed service={service.data} />
  ) : (
    <ol className={classes.steps}>
      {service.data.steps.map((step) => (
        <WorkedStep key={step.key} service={service.data} step={step} />
      ))}
    </ol>
  );
}

/** The progress that the portal shows, to be walked through. */
function Followed({ service }: { readonly service: Service }) {
  const { t } = useTranslation("designer");
  const { locale } = usePageRoot();
  const [at, setAt] = useState(0);
  const shown = service.steps.flatMap(({ visible }) => (visible === undefined ? [] : [visible[locale]]));
  if (shown.length === 0)
    return <EmptyState title={t("preview.hiddenTitle")} advice={t("preview.hiddenAdvice")} />;
  return (
    <>
      <Steps
        label={t("view.preview")}
        steps={shown.map((title) => ({ title }))}
        current={Math.min(at, shown.length)}
      />
      <div>
        <Button size="xs" variant="default" onClick={() => setAt(at >= shown.length ? 0 : at + 1)}>
          {t(at >= shown.length ? "preview.again" : "preview.onwards")}
        </Button>
      </div>
    </>
  );
}

type Step = Service["steps"][number];

function WorkedStep({ service, step }: { readonly service: Service; readonly step: Step }) {
  const { t } = useTranslation("designer");
  const { locale } = usePageRoot();
  const roleName = useRoleName();
  const limitWords = useLimitWords();
  const { label, kind, assignee, form, when, limits, outcomes, wait } = step;
  const nameOf = (key: string): string =>
    service.steps.find((each) => each.key === key)?.label[locale] ?? t("preview.end");
  const lines = [
    kind === "wait"
      ? t("preview.waits", { event: wait?.event ?? t("preview.time") })
      : [roleName(assignee?.role ?? null), form].filter(Boolean).join(" · "),
    ...(when === undefined ? [] : [t("preview.onlyIf", { when })]),
    ...limits.map(limitWords),
    ...outcomes.map(({ label: outcome, to }) =>
      to === undefined ? outcome[locale] : `${outcome[locale]} → ${nameOf(to)}`,
    ),
  ];
  return (
    <li className={classes.step}>
      <strong>{label[locale]}</strong>
      {lines.map((line) => (
        <span key={line} className={classes.quiet}>
          {line}
        </span>
      ))}
    </li>
  );
}

/** A time limit as a person says it: within what, from when, on what condition. */
function useLimitWords(): (limit: Step["limits"][number]) => string {
  const { t } = useTranslation("designer");
  const format = useFormat();
  const span = (text: string): string => {
    const { days, ms } = parseDuration(text) ?? { days: 0, ms: 0 };
    return format.duration(days * 86_400 + ms / 1000);
  };
  return ({ clock, workingTime, workingDays, from, when }) => {
    const within =
      clock !== undefined
        ? t("preview.withinClock", { time: span(clock) })
        : workingTime !== undefined
          ? t("preview.withinWorking", { time: span(workingTime) })
          : t("preview.withinDays", { count: workingDays ?? 0 });
    const since = from === "opening" ? t("preview.fromOpening", { within }) : within;
    return when === undefined ? since : t("preview.limitIf", { within: since, when });
  };
}
