import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { Command, Option } from "commander";
import { type EventsReport, ingestEvents } from "#app/services/device/ingest-events.ts";
import { type IngestProgress, type IngestReport, ingestFile } from "#app/services/read/ingest-file.ts";
import { concluding, EXIT, print } from "#cli/outcome.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { isZone, type LocalDay, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { FORMATS, type Format, UNITS, type Unit } from "#engines/metering/index.ts";
import { operatorScope, withProduct } from "../product.ts";
import { WrongUsage } from "../rate/errors.ts";

interface IngestOptions {
  readonly tenant: string;
  readonly channel?: string;
  readonly start?: string;
  readonly unit?: Unit;
  readonly timezone?: string;
  readonly format?: Format;
  readonly events?: true;
  readonly json?: true;
}

/** What a person at the terminal has to mend in the command, not in the file. */
const USAGE_CODES: ReadonlySet<string> = new Set(["CHANNEL_NEEDED", "CHANNEL_UNKNOWN", "START_NEEDED"]);

/** `manifold ingest`: takes a file of meter data into a utility. */
export function ingestCommand(): Command {
  return new Command("ingest")
    .description(
      "take in meter data: Green Button XML, register indices (time,meter,register,index), wide days (channel,day,v1,…), one value a line",
    )
    .argument("<file>", "the file, or - for standard input")
    .requiredOption("--tenant <slug>", "the utility")
    .option(
      "--channel <name>",
      "channel of a format that names none: <service point>/<code>, the number of a service point with one channel, or an id",
    )
    .option("--start <day>", "local day of the first value, for one value a line (2026-01-01)")
    .addOption(
      new Option("--unit <unit>", "unit of values that name none (default: the channel's)").choices(UNITS),
    )
    .option("--timezone <zone>", "zone of times without offset (default: the channel's or the utility's)")
    .addOption(new Option("--format <format>", "default: known by the first characters").choices(FORMATS))
    .option(
      "--events",
      "what devices told: NDJSON, one {time, source, metric, value, quality?} a line; alarm rules judge it",
    )
    .option("--json", "JSON on standard output")
    .addHelpText(
      "after",
      "\nExit codes: 0 everything was taken in or known already, 1 some of it is in quarantine, 2 wrong usage.",
    )
    .action((file: string, options: IngestOptions) =>
      concluding(() => (options.events === true ? runEvents(file, options) : run(file, options))),
    );
}

async function run(file: string, options: IngestOptions): Promise<void> {
  const startDay = options.start === undefined ? undefined : dayOf(options.start);
  if (options.timezone !== undefined && !isZone(options.timezone)) {
    throw new WrongUsage(`--timezone “${options.timezone}” is no zone such as Asia/Shanghai`);
  }
  const size = file === "-" ? undefined : sizeOf(file);
  const progress = progressLine(size);
  const report = await withProduct(async () => {
    const scope = await operatorScope(options.tenant, "ingest");
    const source = file === "-" ? process.stdin : createReadStream(file);
    return ingestFile(scope, {
      source,
      fileName: file === "-" ? "standard input" : path.basename(file),
      format: options.format,
      channel: options.channel,
      startDay,
      unit: options.unit,
      zone: options.timezone === undefined ? undefined : zoneOf(options.timezone),
      onProgress: progress.show,
    });
  }).catch((error: unknown) => {
    if (error instanceof ManifoldError && USAGE_CODES.has(error.code)) throw new WrongUsage(error.message);
    throw error;
  });
  progress.end();
  await print(options.json === true ? JSON.stringify(report, null, 2) : inWords(report));
  if (report.faults > 0) process.exitCode = EXIT.badData;
}

async function runEvents(file: string, options: IngestOptions): Promise<void> {
  if (options.channel ?? options.start ?? options.unit ?? options.timezone ?? options.format)
    throw new WrongUsage("--events takes no option beside --tenant and --json: each line says everything");
  if (file !== "-") sizeOf(file);
  const report = await withProduct(async () => {
    const scope = await operatorScope(options.tenant, "ingest");
    const source = file === "-" ? process.stdin : createReadStream(file);
    return ingestEvents(scope, { source, fileName: file === "-" ? "standard input" : path.basename(file) });
  });
  await print(options.json === true ? JSON.stringify(report, null, 2) : eventsInWords(report));
  if (report.faults > 0) process.exitCode = EXIT.badData;
}

function eventsInWords({
  fileName,
  events,
  eventsNew,
  faults,
  firstFaults,
  unchanged,
}: EventsReport): string {
  const lines = [
    unchanged
      ? `${fileName}: ${counted(events, "event")}, all known already; nothing changed.`
      : `${fileName}: ${counted(events, "event")}, ${eventsNew} of them new.`,
  ];
  return [...lines, ...faultsInWords(faults, firstFaults)].join("\n");
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function faultsInWords(faults: number, first: EventsReport["firstFaults"]): string[] {
  if (faults === 0) return [];
  const lines = [`${counted(faults, "part")} could not be taken, now in quarantine:`];
  for (const { line, message } of first)
    lines.push(`  ${line === undefined ? "" : `line ${line}: `}${message.en}`);
  if (faults > first.length) lines.push(`  … and ${faults - first.length} more`);
  return lines;
}

function dayOf(text: string): LocalDay {
  const day = parseDay(text);
  if (day === undefined) throw new WrongUsage(`--start “${text}” is no day such as 2026-01-01`);
  return day;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    throw new WrongUsage(`${file} cannot be read`);
  }
}

function inWords(report: IngestReport): string {
  const { fileName, reads, valuesNew, indicesNew, daysAdded, daysChanged, faults, skipped } = report;
  const lines = [
    report.unchanged
      ? reads === 0 && faults > 0
        ? `${fileName}: nothing in it could be taken in.`
        : `${fileName}: ${counted(reads, "read")}, all known already; nothing changed.`
      : `${fileName}: ${counted(reads, "read")}; new: ${valuesNew} interval values, ${indicesNew} indices; days added: ${daysAdded}, changed: ${daysChanged}.`,
  ];
  const found = Object.entries(report.findings).map(([check, count]) => `${check} ${count}`);
  if (found.length > 0) lines.push(`Found by the checks: ${found.join(", ")}.`);
  if (report.zoneDiffers)
    lines.push("The zone that the file states differs from the channel's; the channel's was used.");
  if (skipped > 0)
    lines.push(`${skipped} reads belong to series that do not fit the channel and were passed over.`);
  lines.push(...faultsInWords(faults, report.firstFaults));
  return lines.join("\n");
}

/** Progress on standard error: one line that is written over at a terminal, a line every few seconds elsewhere. */
function progressLine(size: number | undefined): {
  show: (progress: IngestProgress) => void;
  end: () => void;
} {
  const terminal = process.stderr.isTTY === true;
  const everyMs = terminal ? 200 : 5_000;
  let shownAt = Date.now();
  let shown = false;
  return {
    show: ({ bytes, reads, faults }) => {
      if (Date.now() - shownAt < everyMs) return;
      shownAt = Date.now();
      shown = true;
      const share = size === undefined || size === 0 ? "" : ` ${Math.floor((bytes / size) * 100)} %`;
      const text = `${(bytes / 1e6).toFixed(1)} MB${share}, ${reads} reads, ${faults} faults`;
      process.stderr.write(terminal ? `\r\u001B[K${text}` : `${text}\n`);
    },
    end: () => {
      if (terminal && shown) process.stderr.write("\r\u001B[K");
    },
  };
}
