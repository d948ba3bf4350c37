import { useEffect, useState } from "react";
import { useTenantHref } from "#app/components/tenant-path.ts";
import type { TriedTariff } from "#app/services/tariff/try-tariff.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";

/** How long typing must pause before the tariff is tried. */
const PAUSE_MS = 400;

export interface Trial {
  readonly tried: TriedTariff | undefined;
  readonly busy: boolean;
  readonly fault: string | undefined;
}

/** Tries the tariff on the server as it changes: checks, examples, and the bill of the chosen customer. */
export function useTry(
  key: string,
  content: JsonObject,
  search: string,
  agreementId: string | undefined,
): Trial {
  const href = useTenantHref();
  const url = href("api/trpc/tariff.tryOut");
  const body = JSON.stringify({
    key,
    content,
    search,
    ...(agreementId === undefined ? {} : { agreementId }),
  });
  const [trial, setTrial] = useState<Trial>({ tried: undefined, busy: true, fault: undefined });
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
        const answer = (await response.json()) as {
          result?: { data: TriedTariff };
          error?: { message: string };
        };
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
