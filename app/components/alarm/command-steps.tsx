import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import type { CommandState } from "#app/services/device/command-step.ts";
import { StatusBadge, type Tone } from "../status-badge.tsx";
import classes from "./command.module.css";

const TONES: Readonly<Record<CommandState, Tone>> = {
  requested: "warning",
  approved: "info",
  acknowledged: "info",
  executed: "success",
  expired: "danger",
  refused: "danger",
  withdrawn: "neutral",
};

export function CommandStateBadge({ state }: { readonly state: CommandState }) {
  const { t } = useTranslation("alarms");
  return <StatusBadge tone={TONES[state]}>{t(`command.states.${state}`)}</StatusBadge>;
}

interface CommandStepsProps {
  readonly steps: readonly { readonly at: string; readonly state: CommandState | "sent" }[];
}

/** The way of a command, step by step. */
export function CommandSteps({ steps }: CommandStepsProps) {
  const { t } = useTranslation("alarms");
  const format = useFormat();
  return (
    <ol className={classes.steps} aria-label={t("command.steps")}>
      {steps.map(({ at, state }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end.
        <li key={index}>
          <time dateTime={at}>{format.dateTime(at)}</time> {t(`command.states.${state}`)}
        </li>
      ))}
    </ol>
  );
}
