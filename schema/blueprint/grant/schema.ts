import { z } from "zod";
import { wordsSchema } from "../common.ts";

/**
 * A plugin that a utility has installed: which version, by the hash of exactly that bundle, what it may do, and how it is set.
 * Granted is what the plugin requests and this item approves; what is not named here it does not get.
 */
export const grantSchema = z.strictObject({
  label: wordsSchema,
  plugin: z
    .string()
    .max(64)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "expected the id of a plugin such as green-points"),
  version: z
    .string()
    .max(64)
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, "expected a version such as 1.4.0"),
  hash: z.string().regex(/^[0-9a-f]{64}$/, "expected the hash of the bundle"),
  /** Approved capabilities, each with its scope: forms and fields, hosts, sizes. */
  capabilities: z
    .array(z.looseObject({ capability: z.string().regex(/^[a-z]+(\.[a-zA-Z]+)?$/) }))
    .max(20)
    .default([]),
  /** The values of the plugin's own form. */
  configuration: z
    .record(
      z.string().max(64),
      z.union([z.string().max(4_000), z.boolean(), z.array(z.string().max(64)).max(100)]),
    )
    .default({}),
  /** Where several plugins stand at one point, the lower number is called first. */
  order: z.int().min(0).max(1_000).default(100),
});

export type PluginGrant = z.output<typeof grantSchema>;
