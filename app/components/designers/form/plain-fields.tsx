import { Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { choiceWords } from "#schema/blueprint/field-words.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { isObject } from "#schema/blueprint/pointer.ts";
import { FieldHead, useField } from "./field-head.tsx";
import classes from "./form.module.css";
import { childPointer, controlId, type NodeProps, useForm } from "./form-context.ts";
import { useFieldMarks } from "./marks.ts";

/** Fields that hold an expression (CEL), a duration, or running text, by their names in the schemas of all kinds. */
const EXPRESSIONS = [
  "raise",
  "clear",
  "when",
  "showWhen",
  "requiredWhen",
  "readOnlyWhen",
  "defaultFrom",
  "computed",
  "value.cel",
];
const DURATIONS = [
  "for",
  "clearFor",
  "after",
  "maxAge",
  "lateness",
  "over",
  "clock",
  "workingTime",
  "atMost",
  "within",
  "longest",
];
const LONG_TEXTS = [
  "description",
  "message",
  "cause",
  "consequence",
  "runbook",
  "reason",
  "body",
  "text",
  "help",
  "note",
];

function useControl(node: NodeProps) {
  const field = useField(node);
  const { enter } = useFieldMarks();
  const id = controlId(node.pointer);
  const input = {
    id,
    size: "sm",
    onFocus: () => enter(node.pointer),
    ...(field.error ? { error: field.error } : {}),
  } as const;
  // A text that may not be changed is still to be read and copied: it is not greyed out.
  const textInput = {
    ...input,
    readOnly: field.disabled,
    variant: field.disabled ? "filled" : "default",
  } as const;
  return { id, input: { ...input, disabled: field.disabled }, textInput, field };
}

export function TextNode(
  props: NodeProps & { readonly format: string | undefined; readonly longText?: boolean },
) {
  const { pointer, name, value, format, longText = LONG_TEXTS.includes(name) } = props;
  const { t } = useTranslation("designer");
  const { change } = useForm();
  const { id, textInput } = useControl(props);
  const isExpression = EXPRESSIONS.includes(name) || format === "cel" || format === "liquid";
  const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  const shared = {
    ...textInput,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => {
      const typed = event.currentTarget.value;
      change(pointer, typed === "" && !props.required ? undefined : typed);
    },
    ...(isExpression ? { classNames: { input: classes.code ?? "" }, spellCheck: false } : {}),
  };
  return (
    <div className={longText || isExpression ? classes.wide : classes.field}>
      <FieldHead node={props} htmlFor={id} />
      {longText || isExpression || text.includes("\n") ? (
        <Textarea {...shared} autosize minRows={isExpression ? 1 : 2} maxRows={14} />
      ) : (
        <TextInput
          {...shared}
          {...(format === "date" ? { type: "date" } : {})}
          {...(format === "decimal" ? { inputMode: "decimal", autoComplete: "off" } : {})}
          {...(DURATIONS.includes(name) ? { placeholder: t("field.duration") } : {})}
        />
      )}
    </div>
  );
}

/** A text in both languages, one field each. */
export function WordsNode(props: NodeProps) {
  const { pointer, value, name } = props;
  const { change } = useForm();
  const field = useField(props);
  const { enter } = useFieldMarks();
  const { t } = useTranslation("designer");
  const words = isObject(value) ? value : {};
  const long = LONG_TEXTS.includes(name);
  return (
    <fieldset className={classes.words}>
      <legend className={classes.legend}>
        <FieldHead node={props} />
      </legend>
      {(["zh-CN", "en"] as const).map((locale) => {
        const here = childPointer(pointer, locale);
        const shared = {
          id: controlId(here),
          label: t(`language.${locale}`),
          size: "sm",
          readOnly: field.disabled,
          variant: field.disabled ? "filled" : "default",
          value: typeof words[locale] === "string" ? words[locale] : "",
          lang: locale,
          onFocus: () => enter(here),
          onChange: (event: { currentTarget: { value: string } }) => change(here, event.currentTarget.value),
        } as const;
        return <WordsInput key={locale} pointer={here} long={long} shared={shared} />;
      })}
      {field.error ? <p className={classes.error}>{field.error}</p> : null}
    </fieldset>
  );
}

function WordsInput(props: {
  readonly pointer: string;
  readonly long: boolean;
  readonly shared: Parameters<typeof TextInput>[0] & Parameters<typeof Textarea>[0];
}) {
  const { problems, locale } = useForm();
  const fault = problems.find(({ path }) => path === props.pointer);
  const shared = { ...props.shared, ...(fault ? { error: fault.message[locale] } : {}) };
  return props.long ? <Textarea {...shared} autosize minRows={2} maxRows={10} /> : <TextInput {...shared} />;
}

/** A number is kept as a number; what is no number yet stays with the field until it is one. */
export function NumberNode(props: NodeProps) {
  const { pointer, value } = props;
  const { t } = useTranslation("designer");
  const { change } = useForm();
  const { id, textInput, field } = useControl(props);
  const kept = value === undefined ? "" : String(value);
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const isWrong = text !== "" && !/^-?\d+(\.\d+)?$/.test(text);
  const error = isWrong ? t("field.noNumber") : field.error;
  return (
    <div className={classes.field}>
      <FieldHead node={props} htmlFor={id} />
      <TextInput
        {...textInput}
        {...(error ? { error } : {})}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const typed = event.currentTarget.value.trim();
          setText(typed);
          if (typed === "") change(pointer, undefined);
          else if (/^-?\d+(\.\d+)?$/.test(typed)) change(pointer, Number(typed));
        }}
      />
    </div>
  );
}

export function ChoiceNode(props: NodeProps & { readonly values: readonly Json[] }) {
  const { pointer, value, values, required } = props;
  const { change, locale } = useForm();
  const { id, input } = useControl(props);
  const known = value === undefined || values.includes(value);
  const data = [
    ...(required && value !== undefined ? [] : [{ value: "", label: "–" }]),
    ...(known ? [] : [{ value: String(value), label: String(value) }]),
    ...values.map((each) => ({ value: String(each), label: choiceWords(String(each), locale) })),
  ];
  return (
    <div className={classes.field}>
      <FieldHead node={props} htmlFor={id} />
      <NativeSelect
        {...input}
        value={value === undefined ? "" : String(value)}
        data={data}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          change(pointer, chosen === "" ? undefined : values.find((each) => String(each) === chosen));
        }}
      />
    </div>
  );
}

export function YesNoNode(props: NodeProps & { readonly byDefault: boolean }) {
  const { pointer, value, byDefault } = props;
  const { change } = useForm();
  const { id, input, field } = useControl(props);
  return (
    <div className={classes.yesNo}>
      <Checkbox
        {...input}
        checked={typeof value === "boolean" ? value : byDefault}
        onChange={(event) => change(pointer, event.currentTarget.checked)}
        aria-label={field.words}
      />
      <FieldHead node={props} htmlFor={id} />
    </div>
  );
}

/** What no other field can hold, as JSON. It is set when it can be read. */
export function JsonNode(props: NodeProps) {
  const { pointer, value } = props;
  const { t } = useTranslation("designer");
  const { change } = useForm();
  const { id, textInput, field } = useControl(props);
  const kept = value === undefined ? "" : JSON.stringify(value, null, 2);
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const read = jsonOf(text);
  const error = text !== "" && read === undefined ? t("field.noJson") : field.error;
  return (
    <div className={classes.wide}>
      <FieldHead node={props} htmlFor={id} />
      <Textarea
        {...textInput}
        {...(error ? { error } : {})}
        classNames={{ input: classes.code ?? "" }}
        spellCheck={false}
        autosize
        minRows={1}
        maxRows={14}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const typed = jsonOf(event.currentTarget.value);
          if (typed !== undefined) change(pointer, typed);
        }}
      />
    </div>
  );
}

/** JSON, or a plain text where it is none that needs quotes. */
function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return /^[\s]*[[{"]/.test(text) || text === "" ? undefined : text;
  }
}
