import { once } from "node:events";
import { connect } from "node:net";
import { performance } from "node:perf_hooks";
import { env } from "#app/platform/env.ts";
import { remember } from "#app/platform/remember.ts";
import { pluginSandbox } from "#app/services/plugin/sandbox.ts";

/** What the product talks to outside of itself, and the sandbox, which knows nothing of it. */
export const CONNECTIONS = ["payment", "device", "sms", "email", "sandbox"] as const;
export type ConnectionName = (typeof CONNECTIONS)[number];

export interface ConnectionState {
  readonly name: ConnectionName;
  /** Host and port without name and password; null for what has no address or is not configured. */
  readonly address: string | null;
  readonly configured: boolean;
  /** A simulator of this machine, not the real thing. */
  readonly simulated: boolean;
  /** How long it took to answer; null where it did not. */
  readonly answeredMs: number | null;
}

const ANSWER_TIMEOUT_MS = 1_500;
/** Many may look at the page, which looks again every few seconds. */
const KEPT_MS = 4_000;

interface Kept {
  readonly at: number;
  readonly states: Promise<readonly ConnectionState[]>;
}

/** Whether what is outside answers, asked at most every few seconds. */
export function showConnections(): Promise<readonly ConnectionState[]> {
  const kept = remember<{ last?: Kept }>("system.connections", () => ({}));
  if (kept.last === undefined || performance.now() - kept.last.at > KEPT_MS)
    kept.last = { at: performance.now(), states: Promise.all(CONNECTIONS.map(stateOf)) };
  return kept.last.states;
}

async function stateOf(name: ConnectionName): Promise<ConnectionState> {
  const { GATEWAY_URL, DEVICE_URL, SMS_URL, SMTP_URL, MANIFOLD_SIMULATED: simulated } = env();
  if (name === "sandbox") {
    const answeredMs = await timed(async () => void (await pluginSandbox().health()));
    return { name, address: null, configured: true, simulated: false, answeredMs };
  }
  const url = { payment: GATEWAY_URL, device: DEVICE_URL, sms: SMS_URL, email: SMTP_URL }[name];
  if (url === undefined)
    return { name, address: null, configured: false, simulated: false, answeredMs: null };
  const { hostname, port, protocol } = new URL(url);
  const at = Number(port) || USUAL_PORTS[protocol] || 0;
  return {
    name,
    address: `${hostname}:${at}`,
    configured: true,
    simulated: simulated.includes(name),
    answeredMs: await timed((signal) => reach(hostname, at, signal)),
  };
}

const USUAL_PORTS: Readonly<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "smtp:": 25,
  "smtps:": 465,
};

async function timed(work: (signal: AbortSignal) => Promise<void>): Promise<number | null> {
  const started = performance.now();
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_TIMEOUT_MS);
  try {
    await Promise.race([work(late.signal), refusal(late.signal)]);
    return Math.round(performance.now() - started);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

const refusal = (signal: AbortSignal): Promise<never> =>
  once(signal, "abort").then(() => Promise.reject(signal.reason));

/** Opens a connection and closes it again: that something listens there is what can be known without using it. */
function reach(host: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}
