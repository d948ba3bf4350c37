import { useTranslation } from "react-i18next";
import type { Locale, Words } from "#engines/kernel/errors.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { usePageRoot } from "../page-root.ts";
import type { Tone } from "../status-badge.tsx";
import { Timeline } from "../timeline.tsx";

interface TracedEvent {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly step: Words | null;
  readonly detail: JsonObject;
  readonly forCustomer: boolean;
  readonly actorKind: string;
  readonly actorName: string;
}

const TONES: Readonly<Record<string, Tone>> = {
  overdue: "danger",
  "case-overdue": "danger",
  escalated: "danger",
  reminded: "warning",
  held: "warning",
  cancelled: "warning",
  completed: "success",
  rated: "success",
};

const KINDS = [
  "opened",
  "entered",
  "skipped",
  "left",
  "assigned",
  "released",
  "reminded",
  "overdue",
  "case-overdue",
  "escalated",
  "prioritised",
  "held",
  "resumed",
  "cancelled",
  "completed",
  "reopened",
  "commented",
  "rated",
  "acted",
] as const;
type Kind = (typeof KINDS)[number];

/** The trace of a case: every operation with who, when and why, newest first. */
export function CaseTrace({ events }: { readonly events: readonly TracedEvent[] }) {
  const { t } = useTranslation("cases");
  const { locale } = usePageRoot();
  const say = (event: TracedEvent): string => {
    const { step, detail } = event;
    return t(`trace.${kindOf(event)}`, {
      step: step?.[locale as Locale] ?? "",
      name: text(detail.name),
      role: text(detail.role),
      priority: isPriority(detail.priority) ? t(`priority.${detail.priority}`) : "",
      score: text(detail.score),
      action: isAction(detail.action) ? t(`action.${detail.action}`) : text(detail.action),
    });
  };
  return (
    <Timeline
      events={[...events].reverse().map((event) => ({
        id: event.id,
        at: event.at,
        title: say(event),
        by: event.actorKind === "system" ? t("trace.bySystem") : event.actorName,
        detail: text(event.detail.text) || text(event.detail.reason) || null,
        tone: TONES[event.kind] ?? "neutral",
      }))}
    />
  );
}

function kindOf({ kind, detail }: TracedEvent): Kind {
  if (kind === "assigned" && detail.to === null) return "released";
  return KINDS.find((known) => known === kind) ?? "entered";
}

const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

const isPriority = (value: unknown): value is "low" | "normal" | "high" | "urgent" =>
  value === "low" || value === "normal" || value === "high" || value === "urgent";

const ACTIONS = [
  "agreement.open",
  "agreement.transfer",
  "agreement.close",
  "meter.shut-off",
  "meter.turn-on",
] as const;
const isAction = (value: unknown): value is (typeof ACTIONS)[number] =>
  ACTIONS.some((known) => known === value);
