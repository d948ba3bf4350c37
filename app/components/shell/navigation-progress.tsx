import { useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import classes from "./navigation-progress.module.css";

/** A page that takes longer than this shows that something is under way; a faster one does not flicker. */
const SHOW_AFTER_MS = 300;

/** A thin line at the top of the window while the next page is on its way. */
export function NavigationProgress() {
  const busy = useNavigation().state !== "idle";
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!busy) return setLate(false);
    const timer = setTimeout(() => setLate(true), SHOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, [busy]);
  return late ? <div className={classes.line} aria-hidden /> : null;
}
