import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { AlarmNews } from "#app/services/alarm/alarm-news.ts";

/** In a storm the page is loaded again at most so often. */
const REVALIDATE_EVERY_MS = 400;

type News = AlarmNews["alarms"][number];

/**
 * Follows what changes among the alarms by server-sent events: the page's data are loaded again, and alarms that were
 * raised since the page was opened are told. The browser connects again by itself when the line breaks.
 */
export function useAlarmNews(
  address: string,
  onRaised: (alarm: News) => void,
): "connecting" | "live" | "lost" {
  const { revalidate } = useRevalidator();
  const [state, setState] = useState<"connecting" | "live" | "lost">("connecting");
  const told = useRef(onRaised);
  told.current = onRaised;
  const load = useRef(revalidate);
  load.current = revalidate;
  useEffect(() => {
    const openedAt = Date.now();
    const known = new Map<string, string>();
    const source = new EventSource(address);
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.onopen = () => setState("live");
    source.onerror = () => setState("lost");
    source.onmessage = ({ data }) => {
      const { alarms } = JSON.parse(data as string) as AlarmNews;
      for (const alarm of alarms) {
        const raise = `${alarm.raisedAt} ${alarm.worst}`;
        const isNew = alarm.state === "unacknowledged" && known.get(alarm.id) !== raise;
        known.set(alarm.id, raise);
        // What was raised long before the page was opened is no news, whatever else changed about it.
        if (isNew && Date.parse(alarm.raisedAt) > openedAt - 3_600_000) told.current(alarm);
      }
      if (alarms.length === 0) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        load.current();
      }, REVALIDATE_EVERY_MS);
    };
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [address]);
  return state;
}
