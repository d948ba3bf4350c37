import { useCallback, useMemo, useRef, useState } from "react";
import {
  type FormEnvironment,
  type FormProgram,
  type FormState,
  type FormValue,
  faultsOfState,
  stateOf,
} from "#engines/forms/index.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { useFormat } from "../format/use-format.ts";
import { programFor } from "./programs.ts";

export interface RunningForm {
  readonly program: FormProgram;
  readonly state: FormState;
  /** What stands in the way of sending, by path, in the reader's language. */
  readonly faults: ReadonlyMap<string, string>;
}

/** The state and the faults of a form that stands on the page. */
export function useRunningForm(form: Form, value: FormValue, environment: FormEnvironment): RunningForm {
  const { locale } = useFormat();
  return useMemo(() => {
    const program = programFor(form);
    const state = stateOf(program, value, environment);
    const faults = new Map<string, string>();
    for (const fault of faultsOfState(program, state, environment)) {
      const path = fault.where?.path ?? "";
      if (!faults.has(path)) faults.set(path, fault.wordsIn(locale));
    }
    return { program, state, faults };
  }, [form, value, environment, locale]);
}

/** The value of one field changed, by path, in functions that stay the same for the life of the form. */
export function useFormChange(
  value: FormValue,
  onChange: ((value: FormValue) => void) | undefined,
): (path: string, next: Json | undefined) => void {
  const latest = useRef(value);
  latest.current = value;
  const told = useRef(onChange);
  told.current = onChange;
  return useCallback((path, next) => {
    latest.current = withPath(latest.current, path.split("."), next) as JsonObject;
    told.current?.(latest.current);
  }, []);
}

/** Fields that the person has been in: their faults are shown, those of the others not yet. */
export function useTouched(): { touched: ReadonlySet<string>; touch: (path: string) => void } {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const touch = useCallback(
    (path: string) => setTouched((before) => (before.has(path) ? before : new Set(before).add(path))),
    [],
  );
  return { touched, touch };
}

function withPath(value: Json, [step, ...rest]: readonly string[], next: Json | undefined): Json {
  if (step === undefined) return next ?? null;
  if (Array.isArray(value))
    return value.map((member: Json, at) => (String(at) === step ? withPath(member, rest, next) : member));
  const record = { ...(value as JsonObject) } as Record<string, Json>;
  if (rest.length > 0) record[step] = withPath(record[step] ?? {}, rest, next);
  else if (next === undefined) delete record[step];
  else record[step] = next;
  return record;
}
