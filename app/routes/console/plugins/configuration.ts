import type { ConfigurationField } from "#plugins/sdk/manifest.ts";

/** The values of a plugin's form as a browser sent them. What was left empty is not stated: the plugin's own default holds. */
export function configurationIn(
  form: FormData,
  fields: readonly ConfigurationField[],
): Record<string, string | boolean | string[]> {
  const values: Record<string, string | boolean | string[]> = {};
  for (const field of fields) {
    const name = `config.${field.key}`;
    if (field.type === "boolean") values[field.key] = form.get(name) === "on";
    else if (field.type === "choice" && field.multiple) values[field.key] = form.getAll(name).map(String);
    else {
      const text = String(form.get(name) ?? "").trim();
      if (text !== "") values[field.key] = text;
    }
  }
  return values;
}
