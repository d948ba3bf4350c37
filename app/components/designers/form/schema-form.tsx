import { useMemo } from "react";
import type { DesignerProps } from "../designer.ts";
import classes from "./form.module.css";
import { FormContextProvider, type NodeProps, useForm } from "./form-context.ts";
import { DatedNode, Group, ListNode, ObjectFields, RecordNode, UnionNode } from "./group-fields.tsx";
import { resolve, type Schema, shapeOf } from "./json-schema.ts";
import { ChoiceNode, JsonNode, NumberNode, TextNode, WordsNode, YesNoNode } from "./plain-fields.tsx";

interface SchemaFormProps extends DesignerProps {
  /** JSON Schema of what may be written. */
  readonly schema: Schema;
}

/**
 * The honest form of an item: a field for everything that the schema of its kind knows, no more and no less. A kind's own
 * designer may take its place.
 */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, content, change, problems, readOnly, locale, locked } = props;
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
  const shape = shapeOf(schema, schema);
  const { properties, required } =
    shape.is === "object" ? shape : { properties: {}, required: [] as readonly string[] };
  return (
    <FormContextProvider value={context}>
      <div className={classes.form}>
        <ObjectFields properties={properties} required={required} value={content} pointer="" />
      </div>
    </FormContextProvider>
  );
}

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
