import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type ErrorSpec, type Locale, ManifoldError } from "#engines/kernel/errors.ts";
import type { Configuration, ConfigurationField } from "#plugins/sdk/manifest.ts";
import { type ConsentLine, consentLines } from "#sandbox/capabilities/grants.ts";
import { CAPABILITY_TABLE } from "#sandbox/capabilities/index.ts";
import { sandboxErrors } from "#sandbox/errors.ts";
import { pluginErrors } from "./errors.ts";
import { grantsInForce, type ListedPlugin, listPlugins } from "./list-plugins.ts";
import { listPublished } from "./registry.ts";

/** What a plugin said and used in one call. */
export interface ShownCall {
  readonly id: string;
  readonly calledAt: string;
  readonly version: string;
  readonly point: string;
  readonly items: number;
  /** In the reader's words; null when it went well. */
  readonly error: string | null;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly capabilityCalls: number;
  readonly logs: readonly { readonly level: string; readonly text: string }[];
}

export interface ShownVersion {
  readonly version: string;
  readonly hash: string;
  readonly publishedAt: string;
  readonly withdrawn: boolean;
}

export interface ShownPlugin {
  readonly plugin: ListedPlugin;
  readonly versions: readonly ShownVersion[];
  /** Of the newest version: what it asks for, in words, with its reasons, and the form by which it is set. */
  readonly consent: readonly ConsentLine[];
  readonly fields: readonly ConfigurationField[];
  readonly configuration: Configuration;
  /** Capabilities that the release in force approves. */
  readonly approved: readonly string[];
  readonly calls: readonly ShownCall[];
}

const CALLS_SHOWN = 50;

/** A plugin with everything that an administrator decides by. @throws NOT_FOUND */
export async function showPlugin(scope: Scope, pluginId: string, locale: Locale): Promise<ShownPlugin> {
  const plugin = (await listPlugins(scope)).find(({ id }) => id === pluginId);
  const versions = (await listPublished()).filter(({ id }) => id === pluginId);
  const newest = versions.find(({ version }) => version === plugin?.newest);
  if (plugin === undefined || newest === undefined) throw commonError("NOT_FOUND");
  const grant = (await grantsInForce(scope)).get(pluginId)?.grant;
  return {
    plugin,
    versions: versions.map(({ version, hash, publishedAt, withdrawn }) => ({
      version,
      hash,
      publishedAt: publishedAt.toISOString(),
      withdrawn,
    })),
    consent: consentLines(CAPABILITY_TABLE, newest.manifest),
    fields: newest.manifest.configuration,
    configuration: grant?.configuration ?? {},
    approved: (grant?.capabilities ?? []).map(({ capability }) => capability),
    calls: await callsOf(scope, pluginId, locale),
  };
}

async function callsOf(scope: Scope, pluginId: string, locale: Locale): Promise<ShownCall[]> {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<
      Omit<ShownCall, "error" | "calledAt"> & { called_at: Date; code: string | null; params: object | null }
    >(
      `SELECT id, called_at, version, point, item_count AS items, error_code AS code, error_params AS params, cpu_ms AS "cpuMs",
         wall_ms AS "wallMs", capability_calls AS "capabilityCalls", logs
       FROM plugin_call WHERE tenant_id = $1 AND plugin_id = $2 ORDER BY id DESC LIMIT ${CALLS_SHOWN}`,
      [scope.tenantId, pluginId],
    ),
  );
  return rows.map(({ called_at, code, params, ...row }) => ({
    ...row,
    calledAt: called_at.toISOString(),
    error: code === null ? null : errorWords(code, (params ?? {}) as Record<string, string | number>, locale),
  }));
}

const CATALOGUE: Readonly<Record<string, ErrorSpec>> = { ...pluginErrors, ...sandboxErrors };

/** A code of an older version is shown as it is. */
function errorWords(code: string, params: Record<string, string | number>, locale: Locale): string {
  const spec = CATALOGUE[code];
  return spec === undefined
    ? code
    : new ManifoldError(code, spec, params, undefined, undefined).wordsIn(locale);
}
