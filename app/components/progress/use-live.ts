import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

/**
 * Loads the data of this page again when the event stream at `path` says that something changed. The browser connects again
 * by itself; while the page is out of view, changes wait until it comes back.
 */
export function useLive(path: string): void {
  const { revalidate } = useRevalidator();
  const again = useRef(revalidate);
  again.current = revalidate;
  useEffect(() => {
    const source = new EventSource(path);
    let [first, missed] = [true, false];
    const load = (): void => {
      if (document.visibilityState === "visible") again.current();
      else missed = true;
    };
    source.addEventListener("message", () => {
      // The first message tells where things stand, which the page knows already.
      if (!first) load();
      first = false;
    });
    const seen = (): void => {
      if (!missed || document.visibilityState !== "visible") return;
      missed = false;
      again.current();
    };
    document.addEventListener("visibilitychange", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      source.close();
    };
  }, [path]);
}
