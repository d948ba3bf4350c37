import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/** Loads the data of this page again every `everyMs` while something on it is under way and the page is in view. */
export function useRevalidateWhile(active: boolean, everyMs = 2_000): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== "idle") return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") revalidate();
    }, everyMs);
    return () => clearTimeout(timer);
  }, [active, everyMs, revalidate, state]);
}
