import { EXTENSION_POINTS, type ExtensionPointName } from "#plugins/sdk/extension-points.ts";
import type { Configuration } from "#plugins/sdk/manifest.ts";
import type { JsonValue } from "#plugins/sdk/values.ts";
import type { Bundle } from "../bundle.ts";
import { createHttpClient } from "../capabilities/http-client.ts";
import { type CallResult, createSandboxClient } from "../client.ts";
import { sandboxFail } from "../errors.ts";
import { startSandbox } from "../local.ts";
import type { SandboxPorts } from "../ports.ts";
import { SAMPLES } from "./samples.ts";

export function isExtensionPoint(name: string): name is ExtensionPointName {
  return Object.hasOwn(EXTENSION_POINTS, name);
}

/**
 * Runs a hook in a sandbox of its own, with the floors and budgets of production and no database. Everything that the
 * manifest asks for counts as approved; storage lies in memory, hosts are really reached, records and secrets are not
 * there.
 *
 * @param input parsed by the schema of the extension point; one item is taken as a batch of one
 * @throws ManifoldError `PLUGIN_INPUT_INVALID`
 */
export async function tryPlugin(
  bundle: Bundle,
  point: ExtensionPointName,
  input: unknown,
  config: Configuration,
): Promise<CallResult<unknown>> {
  const parsed = readInput(point, input);
  return withSandbox((call) => call(bundle, point, parsed, config));
}

export interface CheckLine {
  readonly point: string;
  readonly result: CallResult<unknown>;
}

/** Runs every hook that the manifest names on the sample input of its extension point. */
export async function checkPlugin(bundle: Bundle, config: Configuration): Promise<CheckLine[]> {
  return withSandbox(async (call) => {
    const lines: CheckLine[] = [];
    for (const point of bundle.manifest.points.filter(isExtensionPoint)) {
      lines.push({ point, result: await call(bundle, point, SAMPLES[point], config) });
    }
    return lines;
  });
}

type Call = (
  bundle: Bundle,
  point: ExtensionPointName,
  input: unknown,
  config: Configuration,
) => Promise<CallResult<unknown>>;

async function withSandbox<Value>(work: (call: Call) => Promise<Value>): Promise<Value> {
  const sandbox = await startSandbox({ childrenMax: 3 });
  const client = createSandboxClient(sandbox.socketPath, { ports: localPorts() });
  try {
    return await work((bundle, point, input, config) =>
      client.call({
        tenantId: "local",
        bundle,
        point,
        input: input as never,
        grants: bundle.manifest.capabilities,
        config,
      }),
    );
  } finally {
    client.close();
    await sandbox.close();
  }
}

function readInput(point: ExtensionPointName, input: unknown): unknown {
  const { input: schema, batched } = EXTENSION_POINTS[point];
  const items = batched ? (Array.isArray(input) ? (input as unknown[]) : [input]) : [input];
  const parsed = items.map((item, at) => {
    const answer = schema.safeParse(item);
    if (answer.success) return answer.data;
    const [issue] = answer.error.issues;
    const path = [...(batched ? [at] : []), ...(issue?.path ?? [])].map(String).join(".");
    throw sandboxFail(
      "PLUGIN_INPUT_INVALID",
      { point, reason: `${path}: ${issue?.message ?? ""}` },
      { path },
    );
  });
  return batched ? parsed : parsed[0];
}

function localPorts(): Partial<SandboxPorts> {
  const stored = new Map<string, JsonValue>();
  return {
    http: createHttpClient(),
    storage: {
      get: async (_call, key) => stored.get(key),
      put: async (_call, key, value) => void stored.set(key, value),
    },
  };
}
