import { ManifoldError } from "#engines/kernel/errors.ts";
import { sandboxFail } from "../errors.ts";
import type { CapabilityCall, SandboxPorts } from "../ports.ts";
import type { EffectiveGrants } from "./grants.ts";
import type { CapabilityTable } from "./index.ts";

/** What a tenant can read about one use of a capability: what was touched, never its content. */
export interface Receipt {
  readonly capability: string;
  readonly subject: string;
  readonly outcome: "done" | "refused" | "failed";
  /** Milliseconds that the use took. */
  readonly tookMs: number;
}

export interface DispatchOptions {
  readonly table: CapabilityTable;
  readonly ports: Partial<SandboxPorts>;
  readonly grants: EffectiveGrants;
  readonly call: CapabilityCall;
  readonly onReceipt: (receipt: Receipt) => void;
}

/**
 * Answers one use of a capability by a plugin. Everything that comes from the guest is untrusted text until the row's
 * schema has parsed it; what goes back has passed the output schema, so a port cannot leak more than the row says.
 *
 * @throws ManifoldError `CAPABILITY_DENIED`, `CAPABILITY_INPUT_INVALID`, `CAPABILITY_FAILED`
 */
export async function dispatchCapability(
  options: DispatchOptions,
  name: string,
  inputJson: string,
): Promise<unknown> {
  const { table, ports, grants, call, onReceipt } = options;
  const startedMs = performance.now();
  let subject = "";
  const receipt = (outcome: Receipt["outcome"]) =>
    onReceipt({
      capability: name.slice(0, 64),
      subject,
      outcome,
      tookMs: Math.round(performance.now() - startedMs),
    });
  try {
    const row = table.get(name);
    if (row === undefined || row.runs !== "app" || !grants.has(name)) throw denied(name, "not granted");
    const input = row.input.safeParse(parseJson(name, inputJson));
    if (!input.success) throw invalid(name, describe(input.error.issues));
    subject = row.subject(input.data);
    const use = { call, scope: grants.get(name), scopeOf: (other: string) => grants.get(other) };
    const refusal = row.refuses(use, input.data);
    if (refusal !== undefined) throw denied(name, refusal);
    if (ports[row.port] === undefined) throw failed(name, "not available here");
    const answer = row.output.safeParse(await row.run(ports as SandboxPorts, use, input.data));
    if (!answer.success) throw failed(name, describe(answer.error.issues));
    receipt("done");
    return answer.data;
  } catch (error) {
    const known = error instanceof ManifoldError ? error : failed(name, reasonOf(error), error);
    receipt(known.code === "CAPABILITY_FAILED" ? "failed" : "refused");
    throw known;
  }
}

function parseJson(name: string, text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(name, "not JSON");
  }
}

function describe(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`))
    .join("; ");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown reason";
}

const denied = (capability: string, reason: string) =>
  sandboxFail("CAPABILITY_DENIED", { capability, reason });
const invalid = (capability: string, reason: string) =>
  sandboxFail("CAPABILITY_INPUT_INVALID", { capability, reason });
const failed = (capability: string, reason: string, cause?: unknown) =>
  sandboxFail("CAPABILITY_FAILED", { capability, reason }, undefined, cause);
