import { type ErrorParams, ManifoldError } from "#engines/kernel/errors.ts";
import { type Budget, DEFAULT_BUDGET, type ExtensionPoint } from "#plugins/sdk/extension-point.ts";
import {
  EXTENSION_POINTS,
  type ExtensionPoints,
  type InputOf,
  type OutputOf,
} from "#plugins/sdk/extension-points.ts";
import type { Configuration } from "#plugins/sdk/manifest.ts";
import type { Bundle } from "./bundle.ts";
import { dispatchCapability, type Receipt } from "./capabilities/dispatch.ts";
import { type EffectiveGrants, effectiveGrants, type Grant } from "./capabilities/grants.ts";
import { CAPABILITY_TABLE, type CapabilityTable } from "./capabilities/index.ts";
import { printable } from "./child/outcome.ts";
import type { AskHead, LogLine, ResultHead, Use } from "./child/protocol.ts";
import { Connection, type Reply } from "./connection.ts";
import { type SandboxErrorCode, sandboxErrors, sandboxFail } from "./errors.ts";
import { bodyText, type Frame, headOf } from "./frames.ts";
import type { SandboxPorts } from "./ports.ts";
import type { AppCallHead, SandboxHealth, SandboxStatus } from "./protocol.ts";

type Points = Readonly<Record<string, ExtensionPoint>>;

export interface CallRequest<Map extends Points, Name extends keyof Map & string> {
  readonly tenantId: string;
  readonly bundle: Bundle;
  readonly point: Name;
  readonly input: InputOf<Map[Name]>;
  /** What the tenant has approved; what counts is requested ∩ approved. */
  readonly grants: readonly Grant[];
  readonly config: Configuration;
  /** Where the point's own budget is to be narrowed or widened. */
  readonly budget?: Partial<Budget>;
  /** At deterministic points each call is proved by a second run unless this says no. */
  readonly prove?: boolean;
}

interface CallTrace {
  readonly use: Use;
  readonly logs: readonly LogLine[];
  readonly logsDropped: number;
  readonly receipts: readonly Receipt[];
}

export type CallResult<Output> =
  | (CallTrace & { readonly ok: true; readonly output: Output })
  | (CallTrace & { readonly ok: false; readonly error: ManifoldError; readonly stack?: string });

export interface SandboxClientOptions<Map extends Points> {
  /** How capabilities reach the world; without a port its capabilities fail. */
  readonly ports?: Partial<SandboxPorts>;
  readonly points?: Map;
  readonly capabilities?: CapabilityTable;
  /** How long a call waits for a sandbox that is being restarted, milliseconds. */
  readonly connectTimeoutMs?: number;
}

export interface SandboxClient<Map extends Points = ExtensionPoints> {
  /**
   * Calls a hook of a plugin. It resolves in every case that the plugin can bring about, with `ok: false` and an error
   * of the sandbox's catalogue; the output has passed the point's schema.
   */
  call<Name extends keyof Map & string>(
    request: CallRequest<Map, Name>,
  ): Promise<CallResult<OutputOf<Map[Name]>>>;
  health(): Promise<SandboxHealth>;
  status(): Promise<SandboxStatus>;
  /** Ends the quarantine of a plugin at a tenant. */
  pardon(tenantId: string, hash: string): Promise<void>;
  /** The kill switch for a bundle, at one tenant or at all. */
  block(hash: string, blocked: boolean, tenantId?: string): Promise<void>;
  close(): void;
}

const NO_USE: Use = { cpuMs: 0, wallMs: 0, capabilityCalls: 0, resultLength: 0 };
/** Beyond the budget: waiting for a free process, and for one to start. */
const QUEUE_MS_MAX = 20_000;

/** The sandbox process behind `socketPath`, as an app process uses it. Connects when first used, and again when lost. */
export function createSandboxClient<const Map extends Points = ExtensionPoints>(
  socketPath: string,
  options: SandboxClientOptions<Map> = {},
): SandboxClient<Map> {
  const points = (options.points ?? EXTENSION_POINTS) as Map;
  const table = options.capabilities ?? CAPABILITY_TABLE;
  const connection = new Connection(socketPath, options.connectTimeoutMs ?? 10_000);

  async function call<Name extends keyof Map & string>(
    request: CallRequest<Map, Name>,
  ): Promise<CallResult<OutputOf<Map[Name]>>> {
    const receipts: Receipt[] = [];
    try {
      const point = pointOf(request.point);
      const grants = effectiveGrants(table, request.bundle.manifest, request.grants, point.deterministic);
      const head = callHead(request, point, grants);
      const abort = new AbortController();
      const reply = await connection
        .call(request.bundle, head, JSON.stringify(request.input), {
          timeoutMs: head.budget.wallMs * 2 + QUEUE_MS_MAX,
          answer: (frame) => answerAsk(frame, request, grants, receipts, abort.signal),
        })
        .finally(() => abort.abort());
      return readReply(reply, request, point, receipts);
    } catch (error) {
      if (!(error instanceof ManifoldError)) throw error;
      return { ok: false, error, use: NO_USE, logs: [], logsDropped: 0, receipts };
    }
  }

  function pointOf(name: string): ExtensionPoint {
    const point = Object.hasOwn(points, name) ? points[name] : undefined;
    if (point === undefined) throw sandboxFail("PLUGIN_HOOK_MISSING", { point: name });
    return point;
  }

  function callHead(
    request: CallRequest<Map, keyof Map & string>,
    point: ExtensionPoint,
    grants: EffectiveGrants,
  ): AppCallHead {
    const { tenantId, bundle } = request;
    if (!bundle.manifest.points.includes(request.point)) {
      throw sandboxFail("PLUGIN_HOOK_MISSING", { point: request.point });
    }
    return {
      tenantId,
      hash: bundle.hash,
      trust: bundle.trust,
      point: request.point,
      granted: [...grants.keys()],
      deterministic: point.deterministic,
      fresh: point.state === "fresh",
      prove: point.deterministic && (request.prove ?? true),
      config: JSON.stringify(request.config),
      budget: { ...DEFAULT_BUDGET, ...point.budget, ...request.budget },
    };
  }

  async function answerAsk(
    frame: Frame,
    request: CallRequest<Map, keyof Map & string>,
    grants: EffectiveGrants,
    receipts: Receipt[],
    signal: AbortSignal,
  ): Promise<{ ok: boolean; body: string }> {
    const { manifest } = request.bundle;
    const { capability } = headOf<AskHead>(frame);
    const caller = {
      tenantId: request.tenantId,
      pluginId: manifest.id,
      pluginVersion: manifest.version,
      signal,
    };
    try {
      const value = await dispatchCapability(
        {
          table,
          ports: options.ports ?? {},
          grants,
          call: caller,
          onReceipt: (receipt) => receipts.push(receipt),
        },
        capability,
        bodyText(frame),
      );
      return { ok: true, body: value === undefined ? "" : JSON.stringify(value) };
    } catch (error) {
      const { code, message } =
        error instanceof ManifoldError
          ? error
          : sandboxFail("CAPABILITY_FAILED", { capability, reason: "fault of the platform" });
      return { ok: false, body: JSON.stringify({ code, message }) };
    }
  }

  function readReply<Name extends keyof Map & string>(
    { head, body }: Reply,
    request: CallRequest<Map, Name>,
    point: ExtensionPoint,
    receipts: readonly Receipt[],
  ): CallResult<OutputOf<Map[Name]>> {
    const trace = {
      use: head.use ?? NO_USE,
      // Said by the child, which may have fallen: nothing of it steers a terminal or forges a line.
      logs: (head.logs ?? []).map(({ level, text }) => ({ level, text: printable(text) })),
      logsDropped: head.logsDropped ?? 0,
      receipts,
    };
    if (!head.ok) {
      const stack = head.stack === undefined ? {} : { stack: printable(head.stack, true) };
      return { ok: false, error: errorOf(head), ...stack, ...trace };
    }
    const items = point.batched ? (request.input as readonly unknown[]).length : undefined;
    const output = parseOutput(point, body, items);
    if (!output.ok) {
      const error = sandboxFail("PLUGIN_RESULT_INVALID", { point: request.point, reason: output.reason });
      return { ok: false, error, ...trace };
    }
    return { ok: true, output: output.value as OutputOf<Map[Name]>, ...trace };
  }

  return {
    call,
    health: () => connection.control<SandboxHealth>({ op: "health" }),
    status: () => connection.control<SandboxStatus>({ op: "status" }),
    pardon: async (tenantId, hash) => void (await connection.control({ op: "pardon", tenantId, hash })),
    block: async (hash, blocked, tenantId) =>
      void (await connection.control({
        op: "block",
        hash,
        blocked,
        ...(tenantId === undefined ? {} : { tenantId }),
      })),
    close: () => connection.close(),
  };
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** The answer of a plugin is foreign input: parsed, counted, held against the schema. */
export function parseOutput(point: ExtensionPoint, text: string, items: number | undefined): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, reason: "not JSON" };
  }
  if (items === undefined) return parseItem(point, json, "");
  if (!Array.isArray(json) || json.length !== items) {
    return { ok: false, reason: `expected a list of ${items} answers, one for each item` };
  }
  const values: unknown[] = [];
  for (let at = 0; at < items; at++) {
    const item = parseItem(point, json[at], `${at}.`);
    if (!item.ok) return item;
    values.push(item.value);
  }
  return { ok: true, value: values };
}

function parseItem(point: ExtensionPoint, json: unknown, prefix: string): Parsed {
  const parsed = point.output.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    ok: false,
    reason: `${prefix}${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`,
  };
}

function errorOf(head: Pick<ResultHead, "code" | "params">): ManifoldError {
  const code = head.code ?? "PLUGIN_FAILED";
  return Object.hasOwn(sandboxErrors, code)
    ? sandboxFail(code as SandboxErrorCode, printableParams(head.params ?? {}))
    : sandboxFail("PLUGIN_FAILED", { reason: printable(code) });
}

function printableParams(params: ErrorParams): ErrorParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" ? printable(value) : value,
    ]),
  );
}
