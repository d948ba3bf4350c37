import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { stringify } from "yaml";
import { concluding, print } from "#cli/outcome.ts";
import { checkTariff, compileTariff, exportUrdb, importUrdb } from "#engines/billing/index.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { inputSchemaOf } from "#schema/blueprint/input-schema.ts";
import { tariffSchema } from "#schema/blueprint/tariff/schema.ts";
import { fail } from "../rate/errors.ts";
import { loadTariff, readStructured } from "../rate/load-file.ts";

interface ImportOptions {
  readonly urdb: string;
  readonly out?: string;
  readonly json?: true;
}

interface ExportOptions {
  readonly urdb: string;
  readonly out?: string;
}

/** `manifold tariff`: between our tariffs and the records of the OpenEI utility rate database; check a tariff file. */
export function tariffCommand(): Command {
  const command = new Command("tariff").description("import, export and check tariffs, without a database");
  command
    .command("import")
    .description("turn a record of the OpenEI utility rate database into a tariff")
    .requiredOption("--urdb <file>", "the record as the API gives it (JSON)")
    .option("--out <file>", "write the tariff there instead of standard output")
    .option("--json", "JSON instead of YAML")
    .action((options: ImportOptions) =>
      concluding(async () => {
        const { value } = readStructured(options.urdb);
        const tariff = importUrdb(value, { file: options.urdb });
        compileTariff(tariff);
        await deliver(
          options.json === true ? JSON.stringify(tariff, null, 2) : stringify(tariff),
          options.out,
        );
      }),
    );
  command
    .command("export")
    .description("turn a tariff into a record of the OpenEI utility rate database, where it can be said so")
    .requiredOption("--urdb <file>", "the tariff (JSON, YAML)")
    .option("--out <file>", "write the record there instead of standard output")
    .option("--json", "the record is JSON in any case")
    .action((options: ExportOptions) =>
      concluding(() => deliver(JSON.stringify(exportUrdb(loadTariff(options.urdb)), null, 2), options.out)),
    );
  command
    .command("check")
    .description("check a tariff file: form, references, schedules without gaps, invariants, golden examples")
    .argument("<file>", "the tariff (JSON, YAML) or a record of the rate database")
    .option("--json", "JSON on standard output")
    .action((file: string, options: { readonly json?: true }) =>
      concluding(async () => {
        const tariff = loadTariff(file);
        compileTariff(tariff);
        const { findings, examples } = checkTariff(tariff);
        const wrong = findings.find(({ severity }) => severity === "error");
        if (wrong !== undefined) {
          const { path, message, remedy } = wrong;
          throw fail("TARIFF_CHECK", { problem: `${message.en}; ${remedy.en}` }, { file, path });
        }
        const charges = tariff.charges.map(({ code, type }) => ({ code, type }));
        const warnings = findings.map(({ path, message }) => ({ path, message: message.en }));
        await print(
          options.json === true
            ? JSON.stringify({ ok: true, charges, examples: examples.length, warnings }, null, 2)
            : [
                `${file}: ${charges.length} charge(s), ${charges.map(({ code }) => code).join(", ")}; ${examples.length} golden example(s) hold`,
                ...warnings.map(({ path, message }) => `! ${path}: ${message}`),
              ].join("\n"),
        );
      }),
    );
  command
    .command("schema")
    .description("print the JSON Schema of a tariff, for editors")
    .option("--json", "JSON in any case")
    .action(() => concluding(() => print(JSON.stringify(inputSchemaOf(tariffSchema), null, 2))));
  return command;
}

async function deliver(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await print(text);
    return;
  }
  try {
    writeFileSync(file, text.endsWith("\n") ? text : `${text}\n`);
  } catch (error) {
    if (error instanceof ManifoldError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be written: ${reason}`);
  }
}
