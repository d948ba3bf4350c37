import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./release.module.css";

/** What the server refused, above what the person can do about it. */
export function Refusal({ result }: { readonly result: FormResult<unknown> | undefined }) {
  if (result === undefined || result.ok) return null;
  return (
    <div role="alert" className={classes.refusal}>
      <p>{result.fault.message ?? result.fault.code}</p>
    </div>
  );
}
