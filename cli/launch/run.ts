import { spawn } from "node:child_process";
import { PROJECT_ROOT } from "./data-folder.ts";

export interface Outcome {
  readonly code: number;
  /** What the program wrote on both of its streams, in order. */
  readonly output: string;
}

/**
 * Runs a JavaScript program of the project's packages with this Node and gathers what it writes.
 * @param script path from the root of the project, e.g. `node_modules/vite/bin/vite.js`
 */
export function runScript(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: PROJECT_ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
