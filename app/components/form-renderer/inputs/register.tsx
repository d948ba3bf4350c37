import { Autocomplete, Button, Loader } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReferenceValue } from "#engines/forms/index.ts";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";
import { useFormPorts } from "../ports.ts";
import { FieldFrame } from "./field-frame.tsx";

const TYPING_PAUSE_MS = 250;

/** One entry of a register of the utility: typed in part, chosen from what fits. */
export function RegisterInput(
  props: InputProps<FieldOf<"person" | "orgUnit" | "customer" | "meter" | "premise">>,
) {
  const { field, name, value, label, help, error, required, change, leave } = props;
  const { t } = useTranslation("forms");
  const { search } = useFormPorts();
  const chosen = referenceOf(value);
  const [text, setText] = useState("");
  const [found, setFound] = useState<readonly ReferenceValue[]>([]);
  const [state, setState] = useState<"idle" | "looking" | "failed">("idle");
  const asked = useRef(0);

  useEffect(() => {
    if (search === undefined || text.trim() === "") return setFound([]);
    const mine = ++asked.current;
    const timer = setTimeout(() => {
      setState("looking");
      search(field.type, text.trim()).then(
        (entries) => {
          if (mine !== asked.current) return;
          setFound(entries);
          setState("idle");
        },
        () => mine === asked.current && setState("failed"),
      );
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search, text, field.type]);

  if (chosen !== undefined || search === undefined) {
    return (
      <FieldFrame input={props as InputProps<never>}>
        <div className={classes.chosen}>
          <span>{chosen?.name ?? t("register.unavailable")}</span>
          {chosen && search ? (
            <Button variant="subtle" size="compact-sm" onClick={() => change(undefined)}>
              {t("register.other")}
            </Button>
          ) : null}
          {/* Sent along where the page is used without scripts. */}
          {chosen ? <input type="hidden" name={name} value={JSON.stringify(chosen)} /> : null}
        </div>
      </FieldFrame>
    );
  }
  return (
    <Autocomplete
      label={label}
      description={help ?? t("register.hint")}
      {...(error ? { error } : state === "failed" ? { error: t("register.failed") } : {})}
      withAsterisk={required}
      aria-required={required}
      value={text}
      onChange={setText}
      onBlur={leave}
      data={found.map((entry) => ({ value: entry.id, label: entry.name }))}
      filter={({ options }) => options}
      onOptionSubmit={(id) => {
        const entry = found.find((one) => one.id === id);
        if (entry) change({ id: entry.id, name: entry.name });
        setText("");
      }}
      rightSection={state === "looking" ? <Loader size={16} /> : null}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function referenceOf(value: unknown): ReferenceValue | undefined {
  if (typeof value !== "object" || value === null || !("id" in value) || !("name" in value)) return undefined;
  return value as ReferenceValue;
}
