import { useTranslation } from "react-i18next";
import { useFormat } from "../format/use-format.ts";
import { StatusBadge, type Tone } from "../status-badge.tsx";

type State = "open" | "held" | "completed" | "cancelled";
type Priority = "low" | "normal" | "high" | "urgent";

const STATE_TONES: Readonly<Record<State, Tone>> = {
  open: "accent",
  held: "warning",
  completed: "success",
  cancelled: "neutral",
};

export function CaseState({ state }: { readonly state: State }) {
  const { t } = useTranslation("cases");
  return <StatusBadge tone={STATE_TONES[state]}>{t(`state.${state}`)}</StatusBadge>;
}

const PRIORITY_TONES: Readonly<Record<Priority, Tone>> = {
  low: "neutral",
  normal: "neutral",
  high: "warning",
  urgent: "danger",
};

/** Only what stands out is said: normal and low are silent where `quiet`. */
export function CasePriority({
  priority,
  quiet = false,
}: {
  readonly priority: Priority;
  readonly quiet?: boolean;
}) {
  const { t } = useTranslation("cases");
  if (quiet && (priority === "normal" || priority === "low")) return null;
  return <StatusBadge tone={PRIORITY_TONES[priority]}>{t(`priority.${priority}`)}</StatusBadge>;
}

interface TimeLeftProps {
  /** ISO; null when nothing is due. */
  readonly dueAt: string | null;
  /** The server's clock when the page was made, so that both sides say the same. */
  readonly now: number;
  readonly held?: boolean;
}

/** How long there is still, or since when it should have been done. */
export function TimeLeft({ dueAt, now, held = false }: TimeLeftProps) {
  const { t } = useTranslation("cases");
  const format = useFormat();
  if (held) return <StatusBadge tone="warning">{t("time.held")}</StatusBadge>;
  if (dueAt === null) return <span>–</span>;
  const leftMs = Date.parse(dueAt) - now;
  const duration = format.duration(Math.max(60, Math.abs(leftMs) / 1000));
  const tone: Tone = leftMs < 0 ? "danger" : leftMs < SOON_MS ? "warning" : "neutral";
  return (
    <span title={format.dateTime(dueAt)}>
      <StatusBadge tone={tone}>{t(leftMs < 0 ? "time.over" : "time.left", { duration })}</StatusBadge>
    </span>
  );
}

const SOON_MS = 30 * 60_000;
