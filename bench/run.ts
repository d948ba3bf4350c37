import { readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { Bench, Row } from "./harness.ts";

const FOLDER = import.meta.dirname;
/** Files of this folder that are no benches. */
const HELPERS = new Set(["run.ts", "harness.ts"]);

/** `npm run bench [-- name …] [--json]`: runs all benches, or those named, one after the other. */
async function main(argv: readonly string[]): Promise<void> {
  const json = argv.includes("--json");
  const asked = argv.filter((arg) => !arg.startsWith("-"));
  const all = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts") && !HELPERS.has(file))
    .map((file) => path.basename(file, ".ts"))
    .sort();
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0 || argv.includes("--help")) {
    process.stdout.write(`npm run bench -- [${all.join(" | ")}] [--json]\n`);
    process.exitCode = unknown.length > 0 ? 2 : 0;
    return;
  }
  const rows: (Row & { bench: string })[] = [];
  for (const bench of asked.length > 0 ? asked : all) {
    const module = (await import(pathToFileURL(path.join(FOLDER, `${bench}.ts`)).href)) as { default: Bench };
    if (!json) process.stdout.write(`\n${bench}\n`);
    await module.default((row) => {
      rows.push({ bench, ...row });
      if (!json) process.stdout.write(`${tableRow(row)}\n`);
    });
  }
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
}

function tableRow({ name, value, unit, baseline, ratio, goal }: Row): string {
  const figure = `${compact(value)} ${unit}`.padStart(22);
  return `  ${name.padEnd(52)}${figure}   ${compact(ratio)} × ${baseline}   (goal ${goal})`;
}

function compact(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value.toPrecision(3);
}

// The server of a bench ends by itself when nobody holds its lease any more.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    process.stderr.write("stopped\n");
    process.exit(130);
  });

if (import.meta.main) await main(process.argv.slice(2));
