import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { compiledIn, type ReleaseContent } from "#app/services/blueprint/release.ts";
import type { GrantProgram } from "#engines/grants/compile.ts";
import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import type { ExtensionPoints, InputOf, OutputOf } from "#plugins/sdk/extension-points.ts";
import { configurationSchema } from "#plugins/sdk/manifest.ts";
import type { Bundle } from "#sandbox/bundle.ts";
import { sandboxFail } from "#sandbox/errors.ts";
import { pluginErrors } from "./errors.ts";
import { bundleOf } from "./registry.ts";
import { pluginSandbox } from "./sandbox.ts";

const fail = errorsOf(pluginErrors);

/** A plugin that a release has installed at a point. */
export interface InstalledPlugin {
  readonly grant: GrantProgram;
  readonly bundle: Bundle;
}

/** What one call did, to be kept with the work that it was made for. */
export interface PluginCall {
  readonly grant: GrantProgram;
  readonly point: string;
  readonly calledAt: Date;
  readonly items: number;
  readonly error: ManifoldError | undefined;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly capabilityCalls: number;
  readonly logs: readonly unknown[];
  readonly receipts: readonly unknown[];
}

/**
 * The plugins that a release has at a point, in the order in which they are called. A grant whose plugin cannot be loaded
 * throws: leaving it out silently would make a wrong bill.
 * @throws PLUGIN_VERSION_UNKNOWN, PLUGIN_TAMPERED
 */
export async function pluginsAt(
  scope: Scope,
  release: ReleaseContent,
  point: keyof ExtensionPoints,
): Promise<InstalledPlugin[]> {
  const grants = release.items
    .filter(({ kind }) => kind === "grant")
    .map(({ key }) => compiledIn(release, "grant", key).program)
    .sort((a, b) => a.order - b.order || (a.plugin < b.plugin ? -1 : 1));
  const installed: InstalledPlugin[] = [];
  for (const grant of grants) {
    const bundle = await bundleOf(scope, grant);
    if (bundle.manifest.points.includes(point)) installed.push({ grant, bundle });
  }
  return installed;
}

/** Calls a plugin in the sandbox. Every fault that a plugin or the sandbox can have is in the answer; nothing is thrown. */
export async function callPlugin<Point extends keyof ExtensionPoints & string>(
  sql: TenantSql,
  scope: Scope,
  { grant, bundle }: InstalledPlugin,
  point: Point,
  input: InputOf<ExtensionPoints[Point]>,
  calledAt: Date,
): Promise<{ readonly output: OutputOf<ExtensionPoints[Point]> | undefined; readonly call: PluginCall }> {
  const items = Array.isArray(input) ? input.length : 1;
  const nothing = { cpuMs: 0, wallMs: 0, capabilityCalls: 0, logs: [], receipts: [] };
  const refused = (error: ManifoldError) => ({
    output: undefined,
    call: { grant, point, calledAt, items, error, ...nothing },
  });
  const off = await switchedOff(sql, scope.tenantId, grant.plugin);
  if (off !== undefined) return refused(fail("PLUGIN_SWITCHED_OFF", { plugin: grant.plugin, reason: off }));
  const config = configurationSchema(bundle.manifest).safeParse(grant.configuration);
  if (!config.success) {
    const issue = config.error.issues[0];
    const reason = `configuration ${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`;
    return refused(sandboxFail("BUNDLE_INVALID", { reason }));
  }
  const result = await pluginSandbox().call({
    tenantId: scope.tenantId,
    bundle,
    point,
    input,
    grants: grant.capabilities,
    config: config.data,
  });
  return {
    output: result.ok ? result.output : undefined,
    call: {
      grant,
      point,
      calledAt,
      items,
      error: result.ok ? undefined : result.error,
      cpuMs: result.use.cpuMs,
      wallMs: result.use.wallMs,
      capabilityCalls: result.use.capabilityCalls,
      logs: result.logs,
      receipts: result.receipts,
    },
  };
}

async function switchedOff(sql: TenantSql, tenantId: string, plugin: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ reason: string }>(
    "SELECT reason FROM plugin_switch WHERE tenant_id = $1 AND plugin_id = $2 AND is_off",
    [tenantId, plugin],
  );
  return rows[0]?.reason;
}

/** Keeps what calls did, for the utility to read. */
export async function recordCalls(
  sql: TenantSql,
  tenantId: string,
  calls: readonly PluginCall[],
): Promise<void> {
  for (const { grant, point, calledAt, items, error, ...use } of calls)
    await sql.query(
      `INSERT INTO plugin_call (tenant_id, id, plugin_id, version, hash, point, called_at, item_count, error_code, error_params,
         cpu_ms, wall_ms, capability_calls, logs, receipts)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        tenantId,
        newId(),
        grant.plugin,
        grant.version,
        grant.hash,
        point,
        calledAt,
        items,
        error?.code ?? null,
        error === undefined ? null : JSON.stringify(error.params),
        use.cpuMs,
        use.wallMs,
        use.capabilityCalls,
        JSON.stringify(use.logs),
        JSON.stringify(use.receipts),
      ],
    );
}
