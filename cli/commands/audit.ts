import process from "node:process";
import { Command } from "commander";
import { CHAINS } from "#app/services/seal/chains.ts";
import { type SealFault, type SealReport, verifySeals } from "#app/services/seal/verify-seals.ts";
import { concluding, EXIT, print } from "#cli/outcome.ts";
import { operatorScope, withProduct } from "../product.ts";

interface VerifyOptions {
  readonly tenant: string;
  readonly json?: true;
}

/** `manifold audit`: whether the audit trail and the ledger are as they were written. */
export function auditCommand(): Command {
  const command = new Command("audit").description(
    "check that audit trail and ledger are as they were written",
  );
  command
    .command("verify")
    .description("find any row or block that was changed, taken away or put in afterwards")
    .requiredOption("--tenant <slug>", "the utility")
    .option("--json", "JSON on standard output")
    .addHelpText("after", "\nExit codes: 0 all is as it was written, 1 something is not, 2 wrong usage.")
    .action((options: VerifyOptions) => concluding(() => verify(options)));
  return command;
}

async function verify(options: VerifyOptions): Promise<void> {
  const reports = await withProduct(async () => {
    const scope = await operatorScope(options.tenant, "audit verify");
    const made: SealReport[] = [];
    for (const chain of CHAINS) made.push(await verifySeals(scope, chain));
    return made;
  });
  await print(options.json === true ? JSON.stringify(reports, null, 2) : reports.map(inWords).join("\n"));
  if (reports.some(({ faults }) => faults.length > 0)) process.exitCode = EXIT.badData;
}

function inWords({ chain, blocks, rows, unsealed, head, faults }: SealReport): string {
  const lines = [
    `${chain}: ${rows} rows in ${blocks} blocks, ${unsealed} too new to be sealed; newest block ${head ?? "none"}`,
    ...faults.map((fault) => `  ${faultInWords(fault)}`),
  ];
  return lines.join("\n");
}

function faultInWords(fault: SealFault): string {
  switch (fault.fault) {
    case "row-changed":
      return `row ${fault.row} of block ${fault.block} was changed`;
    case "row-missing":
      return `row ${fault.row} of block ${fault.block} is missing`;
    case "row-inserted":
      return `row ${fault.row} was put in afterwards`;
    case "block-changed":
      return `block ${fault.block} does not fit its rows or the block before`;
    case "block-missing":
      return `block ${fault.block} is missing`;
  }
}
