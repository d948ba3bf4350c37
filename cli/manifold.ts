import process from "node:process";
import { Command, CommanderError } from "commander";
import { errorJson, exitCodeOf } from "./outcome.ts";

/**
 * Every command: its name, what it is for, and where it stands. Only the module of the command that is called is
 * loaded, so `--help` and small commands start fast.
 */
const COMMANDS: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>> = {
  alarms: {
    summary: "try alarm rules on recorded values, without a database",
    load: async () => (await import("./commands/alarms.ts")).alarmsCommand(),
  },
  audit: {
    summary: "check that audit trail and ledger are as they were written",
    load: async () => (await import("./commands/audit.ts")).auditCommand(),
  },
  backup: {
    summary: "write all data of all utilities, or of one, into a folder with checksums",
    load: async () => (await import("./commands/backup.ts")).backupCommand(),
  },
  restore: {
    summary: "put a backup, or one utility of it, back into the database",
    load: async () => (await import("./commands/backup.ts")).restoreCommand(),
  },
  bill: {
    summary: "bill a month of a utility",
    load: async () => (await import("./commands/bill.ts")).billCommand(),
  },
  plugin: {
    summary: "make, try, check and pack plugins, without a database",
    load: async () => (await import("./commands/plugin.ts")).pluginCommand(),
  },
  decode: {
    summary: "decode a frame of a meter, without a database",
    load: async () => (await import("./commands/decode.ts")).decodeCommand(),
  },
  ingest: {
    summary: "take a file of meter data into a utility",
    load: async () => (await import("./commands/ingest.ts")).ingestCommand(),
  },
  member: {
    summary: "invite a utility's first administrator, or anybody else of its staff",
    load: async () => (await import("./commands/member.ts")).memberCommand(),
  },
  rate: {
    summary: "rate a usage file with a tariff, without a database",
    load: async () => (await import("./commands/rate.ts")).rateCommand(),
  },
  tariff: {
    summary: "import, export and check tariffs, without a database",
    load: async () => (await import("./commands/tariff.ts")).tariffCommand(),
  },
  tenant: {
    summary: "list utilities; their blueprints as code: check, diff, apply, export, bundle, verify",
    load: async () => (await import("./commands/tenant.ts")).tenantCommand(),
  },
};

/** Runs `manifold <command> …`. Exit codes: 0 ok, 1 bad data, 2 wrong usage. */
export async function manifold(argv: readonly string[]): Promise<void> {
  const program = new Command("manifold")
    .description("Manifold, a platform for utilities: command line")
    .helpCommand(false)
    .exitOverride();
  for (const [name, { summary }] of Object.entries(COMMANDS)) program.command(name).description(summary);
  const [name] = argv;
  const entry = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (entry === undefined) {
      await program.parseAsync([...(argv.length === 0 ? ["--help"] : argv)], { from: "user" });
      return;
    }
    const command = await entry.load();
    refuseLoudly(command, argv.includes("--json"));
    // A root of its own, so that usage lines read "manifold rate …".
    await new Command("manifold")
      .exitOverride()
      .addCommand(command)
      .parseAsync([...argv], { from: "user" });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommanderError)) process.stderr.write(`${errorJson(error)}\n`);
  }
}

/** Wrong usage ends with exit code 2; with --json the reason is JSON, otherwise one line and the way to the help. */
function refuseLoudly(command: Command, json: boolean): void {
  command.exitOverride();
  command.configureOutput({
    outputError: (text, write) => {
      const message = text.trim().replace(/^error: /, "");
      write(
        json
          ? `${JSON.stringify({ error: { code: "WRONG_USAGE", message } })}\n`
          : `${message}\nSee --help.\n`,
      );
    },
  });
  for (const sub of command.commands) refuseLoudly(sub, json);
}

if (import.meta.main) await manifold(process.argv.slice(2));
