import { useEffect, useState } from "react";
import { useTenantHref } from "./tenant-path.ts";

/** How long typing must pause before the server is asked. */
const PAUSE_MS = 400;

export interface Trial<Answer> {
  readonly tried: Answer | undefined;
  readonly busy: boolean;
  readonly fault: string | undefined;
}

/** Asks a procedure again as its input changes, and keeps the last answer meanwhile. It must change nothing. */
export function useTried<Answer>(procedure: string, input: object): Trial<Answer> {
  const href = useTenantHref();
  const url = href(`api/trpc/${procedure}`);
  const body = JSON.stringify(input);
  const [trial, setTrial] = useState<Trial<Answer>>({ tried: undefined, busy: true, fault: undefined });
  useEffect(() => {
    const stop = new AbortController();
    setTrial((before) => ({ ...before, busy: true }));
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
          signal: stop.signal,
        });
        const answer = (await response.json()) as { result?: { data: Answer }; error?: { message: string } };
        setTrial((before) => ({
          tried: answer.result?.data ?? before.tried,
          busy: false,
          fault: answer.error?.message,
        }));
      } catch (error) {
        if (stop.signal.aborted) return;
        setTrial((before) => ({ ...before, busy: false, fault: String(error) }));
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [url, body]);
  return trial;
}
