import { useMemo } from "react";
import type { Json } from "#schema/blueprint/item.ts";
import { isList, isObject, type Pointer, parsePointer } from "#schema/blueprint/pointer.ts";
import type { DesignerProps } from "../designer.ts";
import classes from "./form.module.css";
import { FormContextProvider, type NodeProps, useForm } from "./form-context.ts";
import { DatedNode, Group, ListNode, ObjectFields, RecordNode, UnionNode } from "./group-fields.tsx";
import { resolve, schemaAt, shapeOf } from "./json-schema.ts";
import { ChoiceNode, JsonNode, NumberNode, TextNode, WordsNode, YesNoNode } from "./plain-fields.tsx";

interface SchemaFormProps extends DesignerProps {
  /** The part of the item that is shown, as a pointer; left out: all of it. */
  readonly at?: Pointer;
  /** Which fields of it; left out: all of them. */
  readonly only?: readonly string[];
}

/**
 * The honest form of an item: a field for everything that the schema of its kind knows, no more and no less. A kind's own
 * designer may take its place, and leave parts to it.
 */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, content, change, problems, readOnly, locale, locked, at = "", only } = props;
  const context = useMemo(
    () => ({
      root: schema,
      change,
      problems,
      readOnly,
      locale,
      lockedAt: (pointer: string) => locked?.(pointer),
      Node: SchemaNode,
    }),
    [schema, change, problems, readOnly, locale, locked],
  );
  const segments = parsePointer(at) ?? [];
  const shape = shapeOf(schemaAt(schema, content, segments), schema);
  const { properties, required } =
    shape.is === "object" ? shape : { properties: {}, required: [] as readonly string[] };
  const all = segments.reduce<Json | undefined>(below, content);
  return (
    <FormContextProvider value={context}>
      <div className={classes.form}>
        <ObjectFields
          properties={pick(properties, only)}
          required={required}
          value={isObject(all) ? pick(all, only) : all}
          pointer={at}
        />
      </div>
    </FormContextProvider>
  );
}

const below = (value: Json | undefined, segment: string): Json | undefined =>
  isList(value) ? value[Number(segment)] : isObject(value) ? value[segment] : undefined;

const pick = <Value,>(
  record: Readonly<Record<string, Value>>,
  only: readonly string[] | undefined,
): Readonly<Record<string, Value>> =>
  only === undefined
    ? record
    : Object.fromEntries(Object.entries(record).filter(([name]) => only.includes(name)));

/** The field of one part of the schema. */
function SchemaNode(props: NodeProps) {
  const { root } = useForm();
  const schema = resolve(props.schema, root);
  const shape = shapeOf(schema, root);
  switch (shape.is) {
    case "words":
      return <WordsNode {...props} />;
    case "dated":
      return <DatedNode {...props} of={shape.value} />;
    case "union":
      return <UnionNode {...props} options={shape.options} />;
    case "record":
      return <RecordNode {...props} member={shape.value} />;
    case "object":
      return (
        <Group node={props}>
          <ObjectFields
            properties={shape.properties}
            required={shape.required}
            value={props.value}
            pointer={props.pointer}
          />
        </Group>
      );
    case "list":
      return <ListNode {...props} member={shape.member} />;
    case "choice":
      return <ChoiceNode {...props} values={shape.values} />;
    case "yesNo":
      return <YesNoNode {...props} byDefault={schema.default === true} />;
    case "number":
      return <NumberNode {...props} />;
    case "text":
      return <TextNode {...props} format={shape.format} />;
    case "json":
      return <JsonNode {...props} />;
  }
}
