import { type UseFormReturnType, useForm } from "@mantine/form";
import { useEffect } from "react";
import type { FormResult } from "#app/web/page-fault.ts";

/** Errors of fields by path, as Mantine keeps them. */
function errorsOf(result: FormResult<unknown> | undefined): Record<string, string> {
  if (!result || result.ok) return {};
  return Object.fromEntries(result.fields.map(({ path, message }) => [path, message]));
}

interface ServerFormOptions<Values extends Record<string, unknown>> {
  readonly initialValues: Values;
  /** Rules that can be told without asking the server; the server checks all of them again. */
  readonly validate?: Partial<Record<keyof Values & string, (value: never, values: Values) => string | null>>;
  /** What the action answered: `fetcher.data` or `useActionData()`. */
  readonly result: FormResult<unknown> | undefined;
}

const isChoice = ({ type }: { readonly type: string }): boolean => type === "checkbox" || type === "radio";

/**
 * A Mantine form whose fields also show what the server refused, by path. Rendered on the server with the answer of a
 * form sent without scripts.
 */
export function useServerForm<Values extends Record<string, unknown>>({
  initialValues,
  validate,
  result,
}: ServerFormOptions<Values>): UseFormReturnType<Values> {
  const form = useForm<Values>({
    mode: "uncontrolled",
    initialValues,
    initialErrors: errorsOf(result),
    ...(validate ? { validate: validate as never } : {}),
  });
  const { setErrors, setFieldValue } = form;
  // What somebody typed before the page was awake stands in its fields already; the form must know of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page wakes.
  useEffect(() => {
    for (const [name, initial] of Object.entries(initialValues)) {
      const field = document.getElementsByName(name)[0];
      const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
      if (typeof initial === "string" && isText && field.value !== initial && !isChoice(field))
        setFieldValue(name, field.value as never, { forceUpdate: false });
    }
  }, []);
  useEffect(() => {
    if (result) setErrors(errorsOf(result));
  }, [result, setErrors]);
  return form;
}
