import { useTranslation } from "react-i18next";
import { StatusBadge } from "#app/components/status-badge.tsx";

/** Where a bill run stands, in one word. */
export function RunState({ state }: { readonly state: "running" | "paused" | "done" }) {
  const { t } = useTranslation("billing");
  const tone = state === "running" ? "accent" : state === "paused" ? "warning" : "success";
  return <StatusBadge tone={tone}>{t(`runs.${state}`)}</StatusBadge>;
}
