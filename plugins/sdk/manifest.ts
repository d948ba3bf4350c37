import { z } from "zod";
import { EXTENSION_POINT_NAMES } from "./extension-points.ts";
import { decimalText, jsonValue, nameText, wordsSchema } from "./values.ts";

/** A right that the plugin asks for, and why; the further members are the scope that the capability's row defines. */
export const capabilityRequest = z.looseObject({
  capability: z.string().regex(/^[a-z]+(\.[a-zA-Z]+)?$/),
  reason: wordsSchema,
});
export type CapabilityRequest = z.output<typeof capabilityRequest>;

const fieldBase = {
  key: nameText,
  words: wordsSchema,
  help: wordsSchema.optional(),
  required: z.boolean().default(false),
};

/** A field of the form by which a tenant configures the plugin. */
export const configurationField = z.discriminatedUnion("type", [
  z.strictObject({
    ...fieldBase,
    type: z.literal("text"),
    maxLength: z.number().int().min(1).max(4_000).default(200),
    default: z.string().optional(),
  }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("decimal"),
    min: decimalText.optional(),
    max: decimalText.optional(),
    default: decimalText.optional(),
  }),
  z.strictObject({ ...fieldBase, type: z.literal("boolean"), default: z.boolean().optional() }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("choice"),
    choices: z
      .array(z.strictObject({ value: z.string().max(64), words: wordsSchema }))
      .min(1)
      .max(100),
    multiple: z.boolean().default(false),
    default: z.union([z.string(), z.array(z.string())]).optional(),
  }),
]);
export type ConfigurationField = z.output<typeof configurationField>;

/** Semantic version 2.0.0 without build metadata: two bundles of one version are the same bundle. */
export const semver = z
  .string()
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/,
    "a version like 1.4.0",
  );

/** The schema of `plugin.json` over some set of extension points. */
export const manifestSchemaFor = <Name extends string>(points: readonly Name[]) =>
  z
    .strictObject({
      id: z
        .string()
        .max(64)
        .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "an id like green-points"),
      version: semver,
      name: wordsSchema,
      description: wordsSchema,
      publisher: z.string().min(1).max(100),
      licence: z.string().min(1).max(40),
      /** Extension points at which the module has a hook. */
      points: z.array(z.enum(points)).min(1),
      capabilities: z.array(capabilityRequest).max(20).default([]),
      configuration: z.array(configurationField).max(40).default([]),
      /** Blueprint items that come with the plugin; checked by the kinds of the blueprint, not here. */
      items: z
        .array(z.strictObject({ kind: nameText, name: nameText, body: jsonValue }))
        .max(100)
        .default([]),
    })
    .superRefine((manifest, context) => {
      for (const [member, keys] of [
        ["points", manifest.points],
        ["capabilities", manifest.capabilities.map((request) => request.capability)],
        ["configuration", manifest.configuration.map((field) => field.key)],
      ] as const) {
        const repeated = keys.find((key, at) => keys.indexOf(key as never) !== at);
        if (repeated !== undefined) {
          context.addIssue({ code: "custom", path: [member], message: `"${repeated}" stands twice` });
        }
      }
    });

/** `plugin.json`: what a plugin is, where it stands and what it asks for. */
export const manifestSchema = manifestSchemaFor(EXTENSION_POINT_NAMES);
export type Manifest = z.output<ReturnType<typeof manifestSchemaFor<string>>>;

/** The values of a plugin's configuration form. */
export type Configuration = Readonly<Record<string, string | boolean | readonly string[]>>;

/** The schema of the configuration that a manifest declares: defaults filled in, nothing beyond it. */
export function configurationSchema(manifest: Pick<Manifest, "configuration">): z.ZodType<Configuration> {
  const shape = Object.fromEntries(manifest.configuration.map((field) => [field.key, fieldSchema(field)]));
  return z.strictObject(shape) as unknown as z.ZodType<Configuration>;
}

function fieldSchema(field: ConfigurationField): z.ZodType {
  const value = valueSchema(field);
  if (field.default !== undefined) return value.default(field.default);
  return field.required ? value : value.optional();
}

function valueSchema(field: ConfigurationField): z.ZodType {
  switch (field.type) {
    case "text":
      return z.string().max(field.maxLength);
    case "boolean":
      return z.boolean();
    case "decimal":
      // Bounds are compared as numbers: they guard against slips, they do not enter a calculation.
      return decimalText.refine(
        (text) =>
          Number(text) >= Number(field.min ?? -Infinity) && Number(text) <= Number(field.max ?? Infinity),
        `between ${field.min ?? "−∞"} and ${field.max ?? "∞"}`,
      );
    case "choice": {
      const one = z.enum(field.choices.map((choice) => choice.value) as [string, ...string[]]);
      return field.multiple ? z.array(one) : one;
    }
  }
}
