import { useTranslation } from "react-i18next";
import { StatusBadge } from "#app/components/status-badge.tsx";
import type { ErasureState as State } from "#app/services/privacy/erasure-states.ts";

const TONES = {
  asked: "warning",
  withdrawn: "neutral",
  proposed: "warning",
  refused: "danger",
  approved: "info",
  done: "success",
} as const;

export function ErasureState({ state }: { readonly state: State }) {
  const { t } = useTranslation("privacy");
  return <StatusBadge tone={TONES[state]}>{t(`erasure.state.${state}`)}</StatusBadge>;
}
