import { useTranslation } from "react-i18next";
import type { AlarmState } from "#engines/alarms/index.ts";
import { StatusBadge, type Tone } from "../status-badge.tsx";

const TONES: Readonly<Record<AlarmState, Tone>> = {
  normal: "neutral",
  unacknowledged: "danger",
  acknowledged: "warning",
  returned: "info",
  latched: "warning",
  shelved: "neutral",
  outOfService: "neutral",
};

export function AlarmStateBadge({ state }: { readonly state: AlarmState }) {
  const { t } = useTranslation("alarms");
  return <StatusBadge tone={TONES[state]}>{t(`states.${state}`)}</StatusBadge>;
}
