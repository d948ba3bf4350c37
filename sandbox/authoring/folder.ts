import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import {
  type Configuration,
  configurationSchema,
  type Manifest,
  manifestSchema,
} from "#plugins/sdk/manifest.ts";
import { type Bundle, makeBundle, type Trust } from "../bundle.ts";
import { scopeOf } from "../capabilities/grants.ts";
import { CAPABILITY_TABLE } from "../capabilities/index.ts";
import { sandboxFail } from "../errors.ts";

/** Longest source of a plugin, bytes. */
export const SOURCE_BYTES_MAX = 1_000_000;

/**
 * Reads a plugin as its author keeps it: `plugin.json` and one module, `plugin.ts` or `plugin.js`.
 * @throws ManifoldError `BUNDLE_INVALID`, with the file and the place in it
 */
export function readPluginFolder(folder: string, trust: Trust = "third-party"): Bundle {
  const manifestFile = path.join(folder, "plugin.json");
  const manifest = readManifest(readText(manifestFile), manifestFile);
  const sourceFile = ["plugin.ts", "plugin.js"]
    .map((name) => path.join(folder, name))
    .find((file) => existsSync(file));
  if (sourceFile === undefined)
    throw sandboxFail("BUNDLE_INVALID", { reason: `no plugin.ts or plugin.js in ${folder}` });
  return makeBundle(manifest, readModule(readText(sourceFile), sourceFile), trust);
}

/** A first-party plugin of this repository, from `plugins/<name>`. */
export function firstPartyBundle(name: string): Bundle {
  return readPluginFolder(path.resolve(import.meta.dirname, "../../plugins", name), "first-party");
}

export function readManifest(text: string, file: string): Manifest {
  const invalid = (reason: string, at = "") =>
    sandboxFail("BUNDLE_INVALID", { reason }, { file, ...(at === "" ? {} : { path: at }) });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid(`not JSON: ${(error as Error).message}`);
  }
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success) {
    const [issue] = manifest.error.issues;
    const at = issue?.path.map(String).join(".") ?? "";
    throw invalid(at === "" ? (issue?.message ?? "") : `${at}: ${issue?.message}`, at);
  }
  // A right that the table does not know, or a scope that its row does not take, is found here and not at the tenant.
  for (const request of manifest.data.capabilities) scopeOf(CAPABILITY_TABLE, request);
  return manifest.data;
}

/** Checks a configuration by the plugin's own form; fills in defaults. */
export function readConfiguration(manifest: Manifest, values: unknown): Configuration {
  const parsed = configurationSchema(manifest).safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue?.path.map(String).join(".") ?? "";
  throw sandboxFail("BUNDLE_INVALID", { reason: `configuration ${at}: ${issue?.message}` }, { path: at });
}

function readModule(text: string, file: string): string {
  if (Buffer.byteLength(text) > SOURCE_BYTES_MAX) {
    throw sandboxFail("BUNDLE_INVALID", { reason: `larger than ${SOURCE_BYTES_MAX} bytes` }, { file });
  }
  if (!file.endsWith(".ts")) return text;
  try {
    // Types become white space: lines and columns of errors stay those of the author's file.
    return stripTypeScriptTypes(text);
  } catch (error) {
    throw sandboxFail("BUNDLE_INVALID", { reason: (error as Error).message.split("\n")[0] ?? "" }, { file });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw sandboxFail("BUNDLE_INVALID", { reason: `cannot be read: ${(error as Error).message}` }, { file });
  }
}
