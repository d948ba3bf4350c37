import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text as readAll } from "node:stream/consumers";
import { Argument, Command, Option } from "commander";
import { publishPackage } from "#app/services/plugin/registry.ts";
import { concluding, EXIT, print } from "#cli/outcome.ts";
import { withProduct } from "#cli/product.ts";
import { readConfiguration, readPluginFolder } from "#sandbox/authoring/folder.ts";
import { createPublisherKey, openPackage, packBundle } from "#sandbox/authoring/pack.ts";
import { SAMPLES } from "#sandbox/authoring/samples.ts";
import { scaffoldPlugin } from "#sandbox/authoring/scaffold.ts";
import { checkPlugin, isExtensionPoint, tryPlugin } from "#sandbox/authoring/try.ts";
import type { CallResult } from "#sandbox/client.ts";

const POINTS = Object.keys(SAMPLES);

/** `manifold plugin`: make, try, check and pack plugins without a database; publish them to an installation. */
export function pluginCommand(): Command {
  const command = new Command("plugin").description(
    "make, try, check and pack plugins, without a database; publish them to an installation",
  );
  command.addCommand(newCommand());
  command.addCommand(runCommand());
  command.addCommand(checkCommand());
  command.addCommand(keyCommand());
  command.addCommand(packCommand());
  command.addCommand(verifyCommand());
  command.addCommand(publishCommand());
  return command;
}

function newCommand(): Command {
  return new Command("new")
    .description("make a folder with a plugin that runs")
    .argument("<name>", "its id, which is also the folder's name: lower case, digits, hyphens")
    .addOption(new Option("--point <point>", "where it stands").choices(POINTS).default("form.validate"))
    .option("--in <folder>", "where to make the folder", ".")
    .option("--json", "JSON on standard output")
    .action((name: string, options: { point: string; in: string; json?: true }) =>
      concluding(async () => {
        if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
          throw new WrongUsage(`"${name}" is no id like green-points`);
        if (!isExtensionPoint(options.point)) throw new WrongUsage(`no extension point ${options.point}`);
        const folder = path.resolve(options.in, name);
        const files = scaffoldPlugin(folder, name, options.point);
        const next = `manifold plugin run ${folder} --hook ${options.point} --input ${path.join(folder, "sample.json")}`;
        await print(
          options.json
            ? JSON.stringify({ folder, files })
            : `${folder}: ${files.join(", ")}\nTry it: ${next}`,
        );
      }),
    );
}

function runCommand(): Command {
  return new Command("run")
    .description("call a hook in a sandbox with the budgets of production")
    .argument("<folder>", "the plugin's folder")
    .addOption(new Option("--hook <point>", "the extension point").choices(POINTS).makeOptionMandatory())
    .requiredOption("--input <json>", "the input: a file, JSON itself, or - for standard input")
    .option("--config <json>", "values of the plugin's configuration form: a file or JSON itself", "{}")
    .option("--json", "the whole result, with what was used and logged")
    .action((folder: string, options: { hook: string; input: string; config: string; json?: true }) =>
      concluding(async () => {
        if (!isExtensionPoint(options.hook)) throw new WrongUsage(`no extension point ${options.hook}`);
        const bundle = readPluginFolder(folder);
        const config = readConfiguration(bundle.manifest, await readJson(options.config));
        const result = await tryPlugin(bundle, options.hook, await readJson(options.input), config);
        if (!result.ok) process.exitCode = EXIT.badData;
        await print(options.json ? JSON.stringify(result, null, 2) : plainResult(result));
      }),
    );
}

function checkCommand(): Command {
  return new Command("check")
    .description("check the manifest and run every hook on its sample input")
    .argument("<folder>", "the plugin's folder")
    .option("--config <json>", "values of the plugin's configuration form: a file or JSON itself", "{}")
    .option("--json", "JSON on standard output")
    .action((folder: string, options: { config: string; json?: true }) =>
      concluding(async () => {
        const bundle = readPluginFolder(folder);
        const config = readConfiguration(bundle.manifest, await readJson(options.config));
        const lines = await checkPlugin(bundle, config);
        const ok = lines.every(({ result }) => result.ok);
        if (!ok) process.exitCode = EXIT.badData;
        const { id, version } = bundle.manifest;
        await print(
          options.json
            ? JSON.stringify({ ok, id, version, hash: bundle.hash, hooks: lines }, null, 2)
            : [
                `${id} ${version} ${bundle.hash.slice(0, 16)}`,
                ...lines.map(
                  ({ point, result }) =>
                    `  ${point}: ${result.ok ? "ok" : result.error.message} (${result.use.cpuMs} ms)`,
                ),
              ].join("\n"),
        );
      }),
    );
}

function keyCommand(): Command {
  return new Command("key")
    .description("make a publisher's Ed25519 key; prints the public part")
    .argument("<file>", "where to write the private key (PEM); it must not exist")
    .option("--json", "JSON on standard output")
    .action((file: string, options: { json?: true }) =>
      concluding(async () => {
        const { privatePem, publicKey } = createPublisherKey();
        writeFileSync(file, privatePem, { mode: 0o600, flag: "wx" });
        await print(options.json ? JSON.stringify({ file, publicKey }) : publicKey);
      }),
    );
}

function packCommand(): Command {
  return new Command("pack")
    .description("make a signed package of a plugin")
    .argument("<folder>", "the plugin's folder")
    .requiredOption("--key <file>", "the publisher's private key (make one: manifold plugin key)")
    .option("--out <file>", "the package; left out: <id>-<version>.tgz")
    .option("--json", "JSON on standard output")
    .action((folder: string, options: { key: string; out?: string; json?: true }) =>
      concluding(async () => {
        const bundle = readPluginFolder(folder);
        const { id, version } = bundle.manifest;
        const file = options.out ?? `${id}-${version}.tgz`;
        const bytes = packBundle(bundle, readFileSync(options.key, "utf8"));
        writeFileSync(file, bytes);
        const report = { file, bytes: bytes.length, hash: bundle.hash };
        await print(options.json ? JSON.stringify(report) : `${file}: ${bytes.length} bytes, ${bundle.hash}`);
      }),
    );
}

function verifyCommand(): Command {
  return new Command("verify")
    .description("check a package: content, hash and signature")
    .addArgument(new Argument("<package>", "the .tgz"))
    .requiredOption("--key <public key>", "the publisher's public key, as `manifold plugin key` printed it")
    .option("--json", "JSON on standard output")
    .action((file: string, options: { key: string; json?: true }) =>
      concluding(async () => {
        const { manifest, hash } = openPackage(readFileSync(file), [options.key]);
        const report = { ok: true, id: manifest.id, version: manifest.version, hash };
        await print(
          options.json
            ? JSON.stringify(report)
            : `${manifest.id} ${manifest.version} ${hash}: the signature holds`,
        );
      }),
    );
}

/** Wrong usage that only the action can see; exit code 2. */
class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

async function readJson(given: string): Promise<unknown> {
  const text =
    given === "-"
      ? await readAll(process.stdin)
      : /^\s*[[{"\d]/.test(given)
        ? given
        : readFileSync(given, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WrongUsage(
      `${given === text ? "the argument" : given} is not JSON: ${(error as Error).message}`,
    );
  }
}

function plainResult(result: CallResult<unknown>): string {
  const logs = result.logs.map((line) => `${line.level}: ${line.text}`);
  const answer = result.ok
    ? JSON.stringify(result.output, null, 2)
    : [result.error.message, result.stack ?? ""].join("\n").trim();
  const { cpuMs, wallMs, capabilityCalls } = result.use;
  return [
    ...logs,
    answer,
    `${cpuMs} ms of computing, ${wallMs} ms in all, ${capabilityCalls} uses of capabilities`,
  ].join("\n");
}

function publishCommand(): Command {
  return new Command("publish")
    .description(
      "put a signed package into the registry of this installation; the same package again changes nothing",
    )
    .argument("<package>", "the .tgz that manifold plugin pack has made")
    .requiredOption("--key <key>", "public key of the publisher that is trusted")
    .option("--json", "JSON on standard output")
    .action((file: string, options: { key: string; json?: true }) =>
      concluding(async () => {
        const bytes = readFileSync(file);
        const { bundle, fresh } = await withProduct(() => publishPackage(bytes, options.key, new Date()));
        const { id, version } = bundle.manifest;
        await print(
          options.json
            ? JSON.stringify({ plugin: id, version, hash: bundle.hash, published: fresh })
            : `${id} ${version} (${bundle.hash}): ${fresh ? "published" : "was published already"}`,
        );
      }),
    );
}
