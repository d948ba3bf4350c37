import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { sha256 } from "#engines/kernel/hash.ts";

const SANDBOX = path.resolve(import.meta.dirname, "..");
const ROOT = path.resolve(SANDBOX, "..");

/** Files of the child's program and the texts that go into isolates; the first is the entry. */
const SOURCES = [
  "sandbox/child/main.ts",
  "sandbox/child/calls.ts",
  "sandbox/child/pipe.ts",
  "sandbox/child/warm.ts",
  "sandbox/child/cell.ts",
  "sandbox/child/outcome.ts",
  "sandbox/frames.ts",
  "sandbox/guest/runtime.ts",
  "plugins/sdk/guest.ts",
] as const;

export interface ChildProgram {
  /** Everything that a child needs to read, besides the addon. */
  readonly folder: string;
  readonly entry: string;
  readonly runtime: string;
  readonly sdk: string;
  /** The native part of isolated-vm for this platform. */
  readonly addon: string;
}

/**
 * Writes the child's program as plain JavaScript into one folder under `parent`, named by its content, so that a child
 * can be allowed to read this folder only, and can run with `--jitless`, which has no WebAssembly to strip types with.
 */
export function writeChildProgram(parent: string): ChildProgram {
  const files = SOURCES.map((source) => ({ name: flatName(source), text: toJavaScript(source) }));
  const folder = path.join(parent, `child-${sha256(files.map((file) => file.text).join("\n")).slice(0, 16)}`);
  // Written aside and moved into place: another process never sees half of it.
  const aside = `${folder}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o755 });
  for (const { name, text } of files) writeFileSync(path.join(aside, name), text);
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
  const at = (source: (typeof SOURCES)[number]) => path.join(folder, flatName(source));
  return {
    folder,
    entry: at("sandbox/child/main.ts"),
    runtime: at("sandbox/guest/runtime.ts"),
    sdk: at("plugins/sdk/guest.ts"),
    addon: addonPath(),
  };
}

function toJavaScript(source: string): string {
  const text = stripTypeScriptTypes(readFileSync(path.join(ROOT, source), "utf8"));
  return text.replace(/(from\s+")(\.[^"]+)\.ts"/g, (_whole, from: string, target: string) => {
    return `${from}./${path.basename(target)}.mjs"`;
  });
}

function flatName(source: string): string {
  const prefix = source.startsWith("plugins/sdk/") ? "sdk-" : "";
  return `${prefix}${path.basename(source, ".ts")}.mjs`;
}

/** Where the addon lies, found without loading it: the sandbox process itself has no use for isolates. */
function addonPath(): string {
  const require = createRequire(import.meta.url);
  const packageFolder = path.dirname(require.resolve("isolated-vm/package.json"));
  const resolver = createRequire(path.join(packageFolder, "package.json"))("node-gyp-build") as {
    path: (folder: string) => string;
  };
  return resolver.path(packageFolder);
}
