import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./cases.module.css";

/** What the server said about a form as a whole; a refusal of a single field stands at the field. */
export function Refusal({
  result,
  all = false,
}: {
  readonly result: FormResult<unknown> | undefined;
  readonly all?: boolean;
}) {
  if (!result || result.ok || (result.fields.length > 0 && !all)) return null;
  return (
    <p role="alert" className={classes.refusal}>
      {result.fault.message ?? result.fault.code}
    </p>
  );
}

/** Refusals of fields by path. */
export function refusedFields(result: FormResult<unknown> | undefined): ReadonlyMap<string, string> {
  if (!result || result.ok) return new Map();
  return new Map(result.fields.map(({ path, message }) => [path, message]));
}
