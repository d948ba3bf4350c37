import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { concluding, print } from "#cli/outcome.ts";
import { PROTOCOLS, type Protocol, parseHex } from "#engines/metering/index.ts";

interface DecodeOptions {
  readonly protocol: Protocol;
}

/** `manifold decode`: a frame of a meter as JSON; a bad one ends with exit code 1 and the byte offset. */
export function decodeCommand(): Command {
  return new Command("decode")
    .description("decode a frame of a meter, without a database")
    .argument("<hex>", "the frame in hexadecimal digits, blanks allowed; - reads it from standard input")
    .addOption(
      new Option("--protocol <name>", "how the meter speaks")
        .choices(Object.keys(PROTOCOLS))
        .makeOptionMandatory(),
    )
    .option("--json", "the frame is told as JSON in any case")
    .action((hex: string, options: DecodeOptions) =>
      concluding(async () => {
        const text = hex === "-" ? readFileSync(0, "utf8") : hex;
        const frame = PROTOCOLS[options.protocol](parseHex(text));
        await print(JSON.stringify(frame, null, 2));
      }),
    );
}
