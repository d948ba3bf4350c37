// The first thing that runs in a fresh clone: plain JavaScript for Node 20 or newer, before any package is there.
// It checks the machine, installs the packages when they are missing or changed, and hands over to the Node 24 that
// comes with them: `node cli/bootstrap.mjs start | dev | test | run <file>` [arguments].
import { spawn, spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const MODULES = path.join(ROOT, "node_modules");
const NODE_NEEDED = 20;
const NODE_BROUGHT = 24;
const GB = 1e9;
const INSTALL_NEEDS_BYTES = 2.5 * GB;
const RUN_NEEDS_BYTES = 0.3 * GB;
const COMMANDS = { start: "cli/start.ts", dev: "cli/dev.ts", test: "cli/test.ts" };

/** Ends with one line that says what is wrong and what to do. */
function refuse(line) {
  process.stderr.write(`\n✗ ${line}\n`);
  process.exit(1);
}

function checkMachine() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < NODE_NEEDED) {
    refuse(
      `Node ${process.versions.node} is too old: Manifold needs ${NODE_NEEDED} or newer. Get it from nodejs.org.`,
    );
  }
  if (process.platform === "win32") {
    refuse(
      "Windows is not supported directly. Start from a Linux shell of WSL 2 (wsl --install), with Node and npm inside it.",
    );
  }
  const machine = `${process.platform}-${process.arch}`;
  if (!["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"].includes(machine)) {
    refuse(`${machine} is not supported. Manifold runs on Linux and macOS, x86-64 and arm64.`);
  }
  if (process.platform === "linux" && process.report?.getReport().header.glibcVersionRuntime === undefined) {
    refuse("This Linux has no glibc (Alpine?). Use a Debian, Ubuntu, Fedora or similar system or image.");
  }
}

function checkFolder(needsBytes) {
  for (const folder of [ROOT, path.join(ROOT, ".data"), MODULES]) {
    try {
      if (existsSync(folder)) accessSync(folder, constants.W_OK);
    } catch {
      refuse(
        `No permission to write in ${folder}. Start as the user who owns it, or hand it over: sudo chown -R "$USER" "${ROOT}"`,
      );
    }
  }
  const disk = statfsSync(ROOT);
  const freeBytes = disk.bavail * disk.bsize;
  if (freeBytes < needsBytes) {
    const asGb = (bytes) => `${(bytes / GB).toFixed(1)} GB`;
    refuse(
      `The disk is full: ${asGb(freeBytes)} free at ${ROOT}, ${asGb(needsBytes)} needed. Free some space and start again.`,
    );
  }
}

/** Whether what npm noted as installed is what the lock file asks for on this platform. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8")).packages;
    const found = JSON.parse(readFileSync(path.join(MODULES, ".package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(([where, { version, optional }]) => {
      const there = found[where];
      return where === "" || (there === undefined ? optional : there.version === version);
    });
  } catch {
    return false;
  }
}

/** Of two commands in a fresh clone one installs and the other waits. */
async function withInstallLock(work) {
  const lock = path.join(ROOT, ".data", "install.lock");
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; ; await sleep(500)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = Number(readFileSync(lock, "utf8"));
      if (!isAlive(holder)) rmSync(lock, { force: true });
      else if (!told)
        told = process.stdout.write("… waiting for another command that installs the packages\n");
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function install() {
  const startedMs = Date.now();
  const seconds = () => `${((Date.now() - startedMs) / 1000).toFixed(0)} s`;
  process.stdout.write("… installing packages from the npm registry\n");
  const fresh = !existsSync(path.join(MODULES, ".package-lock.json"));
  const ticker = setInterval(() => process.stdout.write(`… installing packages, ${seconds()}\n`), 15_000);
  const { code, text } = await npm([
    fresh ? "ci" : "install",
    ...(fresh ? [] : ["--no-save"]),
    "--include=dev",
    "--loglevel=error",
  ]);
  clearInterval(ticker);
  if (code !== 0) refuse(reasonOfNpm(text));
  process.stdout.write(`✓ packages installed  ${seconds()}\n`);
}

function npm(args) {
  const own = process.env.npm_execpath;
  const [program, first] = own?.endsWith("npm-cli.js") ? [process.execPath, [own]] : ["npm", []];
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
    child.on("error", (error) => resolve({ code: 1, text: `${text}\n${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, text }));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.once(signal, () => {
        child.kill(signal);
        process.exit(1);
      });
    }
  });
}

function reasonOfNpm(text) {
  if (/ENOSPC/.test(text)) return "The disk is full. Free some space and start again.";
  if (/EACCES|EPERM/.test(text)) {
    return `npm had no permission to write. Start as the user who owns ${ROOT}, or delete node_modules and start again.`;
  }
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ERR_SOCKET_TIMEOUT/.test(text)) {
    return "The npm registry cannot be reached. Check the network or npm's proxy setting (npm config get registry) and start again.";
  }
  const tail = text.trim().split("\n").slice(-20).join("\n");
  process.stderr.write(`${tail}\n`);
  return 'The packages could not be installed; npm\'s reason is above. Delete node_modules and start again, or run "npm ci" to see more.';
}

/** The Node that came with the packages; where there is none for this platform, the running one if it is new enough. */
function findRuntime() {
  const brought = path.join(MODULES, ".bin", "node");
  const version = spawnSync(brought, ["--version"], { encoding: "utf8" }).stdout ?? "";
  if (version.startsWith(`v${NODE_BROUGHT}.`)) return brought;
  if (Number(process.versions.node.split(".")[0]) >= NODE_BROUGHT) return process.execPath;
  return refuse(
    `Node ${NODE_BROUGHT} did not come with the packages (are npm's install scripts switched off?). Run "npm rebuild node", or install Node ${NODE_BROUGHT} yourself.`,
  );
}

function handOver(runtime, file, args) {
  const child = spawn(runtime, [path.join(ROOT, file), ...args], {
    // By the channel the launchers notice when this process is killed; a command of the user's just ends.
    stdio: ["inherit", "inherit", "inherit", ...(command === "run" ? [] : ["ipc"])],
    env: { ...process.env, PATH: `${path.join(MODULES, ".bin")}${path.delimiter}${process.env.PATH}` },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => refuse(`Node ${NODE_BROUGHT} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // The same end for whoever waits for us.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [command, ...rest] = process.argv.slice(2);
const file = command === "run" ? rest.shift() : COMMANDS[command];
if (file === undefined) refuse("usage: node cli/bootstrap.mjs start | dev | test | run <file>");
checkMachine();
const installed = isInstalled();
checkFolder(installed ? RUN_NEEDS_BYTES : INSTALL_NEEDS_BYTES);
if (!installed) await withInstallLock(async () => isInstalled() || install());
handOver(findRuntime(), file, rest);
