import { useTranslation } from "react-i18next";
import { StatusBadge, type Tone } from "../status-badge.tsx";

interface BillStateProps {
  readonly state: "draft" | "posted" | "cancelled";
  /** What is open on it, as decimal text. */
  readonly due: string;
}

/** Where a bill stands, in one word: a posted one is open or paid. */
export function BillState({ state, due }: BillStateProps) {
  const { t } = useTranslation("billing");
  const [tone, word] = stateOf(state, due);
  return <StatusBadge tone={tone}>{t(`state.${word}`)}</StatusBadge>;
}

function stateOf(
  state: BillStateProps["state"],
  due: string,
): [Tone, "draft" | "cancelled" | "open" | "paid"] {
  if (state === "draft") return ["warning", "draft"];
  if (state === "cancelled") return ["neutral", "cancelled"];
  return Number(due) > 0 ? ["accent", "open"] : ["success", "paid"];
}
