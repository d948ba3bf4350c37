import { useTranslation } from "react-i18next";
import { useFormat } from "../format/use-format.ts";
import { StatusBadge, type Tone } from "../status-badge.tsx";
import classes from "./long-work.module.css";

export type WorkState = "waiting" | "running" | "done" | "failed" | "stopped";

/** How far a piece of long work has come: what a progress route answers. */
export interface WorkProgress {
  readonly state: WorkState;
  readonly done: number;
  /** Null while it is not known how much there is. */
  readonly total: number | null;
  /** Pieces a second over the last while; null until measured. */
  readonly perSecond?: number | null;
  /** Pieces that could not be done and wait in quarantine. */
  readonly failed?: number;
}

interface LongWorkProps {
  readonly title: string;
  /** What is counted: "bills", "rows". */
  readonly unit: string;
  readonly progress: WorkProgress;
}

const TONES: Readonly<Record<WorkState, Tone>> = {
  waiting: "neutral",
  running: "accent",
  done: "success",
  failed: "danger",
  stopped: "warning",
};

/** A bar with counts, rate and the time that is left. */
export function LongWork({ title, unit, progress }: LongWorkProps) {
  const { t } = useTranslation("components");
  const format = useFormat();
  const { state, done, total, perSecond, failed = 0 } = progress;
  const share = total === null ? null : total === 0 ? 1 : Math.min(1, done / total);
  const leftS = state === "running" && total !== null && perSecond ? (total - done) / perSecond : null;
  const facts = [
    total === null
      ? t("work.doneSoFar", { done: format.number(done), unit })
      : t("work.doneOf", { done: format.number(done), total: format.number(total), unit }),
    state === "running" && perSecond
      ? t("work.rate", { rate: format.number(Math.round(perSecond)), unit })
      : null,
    leftS !== null && leftS >= 1 ? t("work.left", { duration: format.duration(leftS) }) : null,
    failed > 0 ? t("work.quarantined", { failed: format.number(failed), unit }) : null,
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.work}>
      <div className={classes.head}>
        <span className={classes.title}>{title}</span>
        <StatusBadge tone={TONES[state]}>{t(`work.state.${state}`)}</StatusBadge>
        <span className={classes.percent}>
          {share === null ? null : format.percent(floorToPercent(share), 0)}
        </span>
      </div>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { "aria-valuenow": Math.floor(share * 100) })}
        aria-valuetext={facts[0]}
      >
        <div
          className={classes.bar}
          data-state={state}
          data-unknown={share === null && state === "running" ? "" : undefined}
          style={{ width: share === null ? undefined : `${share * 100}%` }}
        />
      </div>
      <p className={classes.facts}>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
    </div>
  );
}

/** 99.7 % is not done: 100 % is shown only when nothing is left. */
function floorToPercent(share: number): number {
  return Math.floor(share * 100) / 100;
}
