import { Command, Option } from "commander";
import { concluding, print } from "#cli/outcome.ts";
import { type Agreement, compileTariff, rateSpan, unusedTerms } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { isZone, parseTime, wallClockInOrder, type Zone, zoneOf } from "#engines/kernel/zone.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { readAgreement } from "../rate/agreement.ts";
import { WrongUsage } from "../rate/errors.ts";
import { inFile, loadTariff, readStructured, readText } from "../rate/load-file.ts";
import { readPeaksFile, readSeriesFile } from "../rate/read-series.ts";
import { readUsage } from "../rate/read-usage.ts";
import { type RateReport, reportOf, tableOf } from "../rate/report.ts";
import { toUsage } from "../rate/to-usage.ts";

/** The options of `manifold rate` as they were given. */
export interface RateOptions {
  readonly tariff: string;
  readonly usage: string;
  readonly agreement?: string;
  readonly timezone?: string;
  readonly start?: string;
  readonly interval?: string;
  readonly unit?: string;
  readonly multiplier: string;
  readonly series?: readonly string[];
  readonly peaks?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly allowGaps?: true;
  readonly explain?: true;
  readonly json?: true;
}

/** `manifold rate`: rates a usage file with a tariff file, without a database. */
export function rateCommand(): Command {
  return new Command("rate")
    .description("rate a usage file with a tariff, without a database")
    .requiredOption(
      "--tariff <file>",
      "tariff: ours (JSON, YAML) or a record of the OpenEI rate database (JSON)",
    )
    .requiredOption("--usage <file>", "usage: CSV, one value a line, register indices, Green Button XML")
    .option(
      "--agreement <file>",
      "agreement (JSON): opening use, capacity, persons, contract demand, billing day",
    )
    .addOption(new Option("--timezone <zone>", "IANA zone of times without offset; none: days of 24 hours"))
    .option("--start <time>", "local time of the first value, for one value a line")
    .option("--interval <duration>", "ISO 8601 length of an interval, for one value a line (PT15M, PT1H)")
    .option("--unit <unit>", "unit of values that name none: kW of mean power, or kWh")
    .option("--multiplier <number>", "transformer ratio of register indices", "1")
    .option("--series <name=file...>", "market prices by name: CSV start,price")
    .option("--peaks <name=file...>", "moments of system peaks by name: one time a line")
    .option("--from <time>", "first moment that is rated (default: the data's)")
    .option("--to <time>", "first moment that is not rated any more (default: the data's end)")
    .option("--allow-gaps", "missing values count as zero instead of being refused")
    .option("--explain", "give each line its derivation in words")
    .option("--json", "JSON on standard output (docs/rate.md)")
    .action((options: RateOptions) => concluding(() => run(options)));
}

async function run(options: RateOptions): Promise<void> {
  const report = rateFiles(options);
  await print(options.json === true ? JSON.stringify(report, null, 2) : tableOf(report));
}

/** Reads the files, rates them, and gives the report. Throws ManifoldErrors for bad data, WrongUsage for bad options. */
export function rateFiles(options: RateOptions): RateReport {
  const multiplier = Decimal.tryParse(options.multiplier);
  if (multiplier === undefined || !multiplier.isPositive) {
    throw new WrongUsage(`--multiplier “${options.multiplier}” is no number above zero`);
  }
  const tariff = loadTariff(options.tariff);
  const asked = options.timezone ?? tariff.timezone;
  const zone = asked === undefined ? undefined : zoneNamed(asked);
  const agreement: Agreement =
    options.agreement === undefined
      ? { terms: {}, opening: {}, billingDay: undefined }
      : readAgreement(readStructured(options.agreement).value, options.agreement);
  const file = inFile(options.usage, () =>
    readUsage(readText(options.usage), {
      zone,
      start: options.start,
      interval: options.interval,
      unit: options.unit,
    }),
  );
  const billed = options.timezone === undefined ? (file.zone ?? zone) : zone;
  if (billed === undefined) {
    throw new WrongUsage(
      "bills follow local days: say --timezone <zone>, or --timezone none for days of 24 hours",
    );
  }
  const timezone = options.timezone ?? (file.zone === undefined ? (asked ?? "none") : file.zone.name);
  const span = {
    zone: billed,
    fromMs: timeIn(options.from, "--from", billed),
    toMs: timeIn(options.to, "--to", billed),
    multiplier,
    allowGaps: options.allowGaps === true,
    periods: periodsOf(tariff),
  };
  const usage = inFile(options.usage, () => toUsage(file, span));
  const rated = rateSpan(compileTariff(tariff), {
    from: usage.from,
    to: usage.to,
    usage: usage.usage,
    agreement: agreement.terms,
    ...readSeries(options, billed),
    opening: agreement.opening,
    repeatYear: true,
    ...(agreement.billingDay === undefined ? {} : { billingDay: agreement.billingDay }),
    ...(usage.readDays === undefined || agreement.billingDay !== undefined
      ? {}
      : { readDays: usage.readDays }),
  });
  const report = { zone: billed, timezone, explain: options.explain === true };
  return reportOf(
    rated,
    usage,
    tariff.currency,
    report,
    unusedTerms(agreement, tariff).map(({ en }) => en),
  );
}

/** `--series name=file` and `--peaks name=file`. */
function readSeries(options: RateOptions, zone: Zone) {
  const named = <Value>(
    option: string,
    given: readonly string[] | undefined,
    read: (file: string) => Value,
  ) =>
    Object.fromEntries(
      (given ?? []).map((text) => {
        const at = text.indexOf("=");
        if (at <= 0 || at === text.length - 1) throw new WrongUsage(`${option} “${text}” is not name=file`);
        return [text.slice(0, at), read(text.slice(at + 1))];
      }),
    );
  return {
    series: named("--series", options.series, (file) =>
      inFile(file, () => readSeriesFile(readText(file), zone)),
    ),
    systemPeaks: named("--peaks", options.peaks, (file) =>
      inFile(file, () => readPeaksFile(readText(file), zone)),
    ),
  };
}

/** Every period that a schedule of the tariff knows, of any date. */
function periodsOf(tariff: Tariff): Set<string> {
  const schedules = Object.values(tariff.schedules).flatMap((raw) =>
    Array.isArray(raw) ? raw.map(({ value }) => value) : [raw],
  );
  return new Set(schedules.flatMap(({ periods }) => Object.keys(periods)));
}

/** `none`: days of 24 hours without daylight saving. */
function zoneNamed(name: string): Zone {
  if (name === "none") return zoneOf("UTC");
  if (!isZone(name))
    throw new WrongUsage(`--timezone “${name}” is no IANA zone such as America/Los_Angeles, nor none`);
  return zoneOf(name);
}

function timeIn(text: string | undefined, option: string, zone: Zone): number | undefined {
  if (text === undefined) return undefined;
  const at = parseTime(text, wallClockInOrder(zone));
  if (at === undefined)
    throw new WrongUsage(`${option} “${text}” is no time such as 2026-03-01 or 2026-03-01T00:00`);
  return at;
}
