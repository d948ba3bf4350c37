import { useTranslation } from "react-i18next";
import type { MessageState } from "#app/services/message/list-messages.ts";
import { StatusBadge, type Tone } from "../status-badge.tsx";

const TONES: Readonly<Record<MessageState, Tone>> = {
  queued: "info",
  sending: "info",
  sent: "accent",
  delivered: "success",
  undelivered: "warning",
  dead: "danger",
  suppressed: "neutral",
};

/** How far a message has come. */
export function MessageStateBadge({ state }: { readonly state: MessageState }) {
  const { t } = useTranslation("messages");
  return <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge>;
}
