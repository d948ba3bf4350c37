import type { ReactNode } from "react";
import classes from "./status-badge.module.css";

export const TONES = ["neutral", "accent", "info", "success", "warning", "danger"] as const;

/** What a state means for the person: nothing to do, on its way, good, look at it, act. */
export type Tone = (typeof TONES)[number];

interface StatusBadgeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
}

/** A state in one word. Plain markup: lists show fifty of them. */
export function StatusBadge({ tone, children }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
