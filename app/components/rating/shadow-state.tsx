import { useTranslation } from "react-i18next";
import type { ShadowRun } from "#app/services/shadow-run/show-shadow-run.ts";
import { StatusBadge } from "../status-badge.tsx";

const TONES = { running: "accent", paused: "warning", stopped: "neutral", done: "success" } as const;

/** Where a shadow run stands, in one word. */
export function ShadowState({ state }: { readonly state: ShadowRun["state"] }) {
  const { t } = useTranslation("rating");
  return <StatusBadge tone={TONES[state]}>{t(`shadow.${state}`)}</StatusBadge>;
}
