/**
 * The sandbox role: `node --no-node-snapshot sandbox/process.ts`, with MANIFOLD_SOCKET_DIR naming the folder in which
 * it listens (`sandbox.sock`). It is given no secret, opens no network port and keeps nothing on disk but the program
 * of its children. SIGTERM and SIGINT end it and them.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import pino from "pino";
import { writeChildProgram } from "./host/child-program.ts";
import { findConfinement } from "./host/confinement.ts";
import { SandboxServer } from "./host/server.ts";

/** Longest path of a unix socket: 108 bytes on Linux, 104 on macOS, the closing zero among them. */
const SOCKET_PATH_BYTES_MAX = 103;

const logger = pino({ level: process.env.LOG_LEVEL ?? "info" });

function refuse(reason: string): never {
  process.stderr.write(`sandbox: ${reason}\n`);
  process.exit(1);
}

function wholeNumber(name: string, otherwise: number, least: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    refuse(`${name}=${text} is not a whole number of at least ${least}`);
  return value;
}

const folder = process.env.MANIFOLD_SOCKET_DIR;
if (folder === undefined || folder === "") refuse("set MANIFOLD_SOCKET_DIR to the folder for its socket");
const socketPath = path.resolve(folder, "sandbox.sock");
if (Buffer.byteLength(socketPath) > SOCKET_PATH_BYTES_MAX) {
  refuse(`the path ${socketPath} is too long for a unix socket; choose a shorter MANIFOLD_SOCKET_DIR`);
}

const confinement = findConfinement();
let server: SandboxServer | undefined;
let ending = false;

async function end(signal: string): Promise<void> {
  if (ending) return;
  ending = true;
  logger.info({ signal }, "sandbox ends");
  await server?.close();
  process.exit(0);
}
process.on("SIGTERM", (signal) => void end(signal));
process.on("SIGINT", (signal) => void end(signal));

try {
  mkdirSync(folder, { recursive: true });
  server = new SandboxServer({
    socketPath,
    program: writeChildProgram(path.resolve(folder)),
    confinement,
    childrenMax: wholeNumber("MANIFOLD_SANDBOX_CHILDREN", 8, 3),
    childrenMaxPerKey: wholeNumber("MANIFOLD_SANDBOX_CHILDREN_PER_TENANT", 2, 1),
    queueMax: wholeNumber("MANIFOLD_SANDBOX_QUEUE", 1_000, 1),
    childBytesMax: wholeNumber("MANIFOLD_SANDBOX_CHILD_MB", 512, 128) * 1024 * 1024,
    log: (event, detail) => logger.warn(detail, event),
  });
  await server.listen();
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
}
logger.info({ socketPath, floors: confinement.floors }, "sandbox listens");
if (confinement.missing.length > 0) {
  logger.warn(
    `plugins run without ${confinement.missing.join(", ")}: this system does not give it. The other floors stand.`,
  );
}
process.send?.({ ready: true });
