import { z } from "zod";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";

const LENGTH_MAX = 200_000;

/** What was filled into a form: checked against the form by the service, here only kept small and storable. */
export const caseData = z
  .record(
    z.string().min(1).max(100),
    z.custom<Json>((value) => value !== undefined),
  )
  .refine(
    (data) => JSON.stringify(data).length <= LENGTH_MAX,
    "expected less than 200 kB; attach files instead",
  )
  .refine((data) => !JSON.stringify(data).includes("\\u0000"), "expected text without NUL")
  .transform((data) => data as JsonObject);
