import { useTranslation } from "react-i18next";
import { CodeView } from "#app/components/code-view.tsx";
import { fitOf, resolve, type Schema } from "#app/components/designers/form/json-schema.ts";
import { Panel } from "#app/components/panel.tsx";
import { yamlText } from "#schema/blueprint/canonical.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { isList, isObject } from "#schema/blueprint/pointer.ts";

const TEXT_HEIGHT = 720;

/** The item as the file that a pack holds: canonical YAML. */
export function TextView({ content, schema }: { readonly content: JsonObject; readonly schema: Schema }) {
  const { t } = useTranslation("designer");
  return (
    <Panel title={t("view.text")} lead={t("text.lead")}>
      <CodeView
        value={yamlText(inOrder(content, schema, schema))}
        label={t("view.text")}
        maxHeight={TEXT_HEIGHT}
      />
    </Panel>
  );
}

/** Fields in the order in which the schema declares them, free names in alphabetical order: as the canonical file has them. */
function inOrder(value: Json, given: Schema, root: Schema): Json {
  const schema = branchOf(resolve(given, root), value, root);
  if (isList(value)) return value.map((member) => inOrder(member, schema.items ?? {}, root));
  if (!isObject(value)) return value;
  const { properties = {}, additionalProperties } = schema;
  const free = typeof additionalProperties === "object" ? additionalProperties : {};
  const known = Object.keys(properties).filter((name) => Object.hasOwn(value, name));
  const others = Object.keys(value)
    .filter((name) => !Object.hasOwn(properties, name))
    .sort();
  return Object.fromEntries(
    [...known, ...others].map((name) => [name, inOrder(value[name] as Json, properties[name] ?? free, root)]),
  );
}

function branchOf(schema: Schema, value: Json, root: Schema): Schema {
  const options = schema.anyOf ?? schema.oneOf;
  if (options === undefined) return schema;
  const fits = options.map((option) => fitOf(option, value, root));
  const best = options[fits.indexOf(Math.max(...fits))] ?? {};
  return branchOf(resolve(best, root), value, root);
}
