import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const MANIFOLD = path.resolve(import.meta.dirname, "../../cli/manifold.ts");

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `manifold …` on the database of the product under test, as a person at its terminal would. */
export const manifold = (...args: readonly string[]): Promise<Answer> => runScript(MANIFOLD, args);

/** Runs a script of this folder on the database of the product under test (E2E_PRODUCT). */
export const runHere = (script: string, ...args: readonly string[]): Promise<Answer> =>
  runScript(path.join(import.meta.dirname, script), args);

function runScript(script: string, args: readonly string[]): Promise<Answer> {
  const product = process.env.E2E_PRODUCT;
  const where = product ? (JSON.parse(readFileSync(product, "utf8")) as Record<string, string>) : {};
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", ...where },
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}
