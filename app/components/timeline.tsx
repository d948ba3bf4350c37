import type { ReactNode } from "react";
import { DateTime } from "./format/values.tsx";
import type { Tone } from "./status-badge.tsx";
import classes from "./timeline.module.css";

export interface TimelineEvent {
  readonly id: string;
  /** Moment, ISO 8601. */
  readonly at: string;
  readonly title: ReactNode;
  /** Who or what did it. */
  readonly by?: string;
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

/** What happened, newest or oldest first as given. */
export function Timeline({ events }: { readonly events: readonly TimelineEvent[] }) {
  return (
    <ol className={classes.list}>
      {events.map(({ id, at, title, by, detail, tone = "neutral" }) => (
        <li key={id} className={classes.event} data-tone={tone}>
          <p className={classes.title}>{title}</p>
          {detail ? <div className={classes.detail}>{detail}</div> : null}
          <p className={classes.facts}>
            <DateTime at={at} />
            {by ? <span>{by}</span> : null}
          </p>
        </li>
      ))}
    </ol>
  );
}
