import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it } from "vitest";
import schema from "../../docs/rate.schema.json" with { type: "json" };
import { errorJson, exitCodeOf } from "../outcome.ts";
import type { RateReport } from "../rate/report.ts";
import { type RateOptions, rateCommand, rateFiles } from "./rate.ts";

// The command on files; at the end as a user runs it, as a process with exit codes.

const root = path.resolve(import.meta.dirname, "../..");
const node = path.join(root, "node_modules/.bin/node");
const folder = mkdtempSync(path.join(tmpdir(), "manifold-rate-"));
const data = path.resolve(root, "../shared/data");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function file(content: string | object, suffix = "json"): string {
  const name = path.join(folder, `f${files++}.${suffix}`);
  writeFileSync(name, typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      node,
      [path.join(root, "cli/manifold.ts"), ...args],
      { cwd: root, maxBuffer: 1e8 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === "number" ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout: String(stdout), stderr: String(stderr) });
      },
    );
  });
}

/** The options as commander reads them. */
function optionsOf(tariff: object | string, usage: string, options: readonly string[]): RateOptions {
  const args = ["--tariff", typeof tariff === "string" ? tariff : file(tariff), "--usage", usage, ...options];
  const command = rateCommand().exitOverride();
  let read: RateOptions | undefined;
  command.action((given: RateOptions) => {
    read = given;
  });
  command.parse(args, { from: "user" });
  return read as RateOptions;
}

function rated(tariff: object | string, usage: string, ...options: string[]): RateReport {
  // As it leaves the process.
  return JSON.parse(JSON.stringify(rateFiles(optionsOf(tariff, usage, options)))) as RateReport;
}

function refused(tariff: object | string, usage: string, ...options: string[]) {
  try {
    rateFiles(optionsOf(tariff, usage, options));
  } catch (error) {
    const told = JSON.parse(errorJson(error)) as {
      error: { code: string; message: string; where?: { file?: string; line?: number; path?: string } };
    };
    return { exit: exitCodeOf(error), ...told.error };
  }
  throw new Error("it was rated");
}

const words = (text: string) => ({ "zh-CN": text, en: text });
const flat = { energyratestructure: [[{ rate: 0.1 }]] };
const hours = (count: number, line: (hour: number) => string) =>
  Array.from({ length: count }, (_, hour) => line(hour)).join("\n");
const stamp = (hour: number, base = "2018-01-01") =>
  new Date(Date.parse(`${base}T00:00:00Z`) + hour * 3_600_000).toISOString().slice(0, 19);

describe("manifold rate", () => {
  it.skipIf(!existsSync(data))("rates the load file of NREL/ssc: 771.776", async () => {
    const row = (spans: readonly (readonly [number, number])[]) =>
      Array.from(
        { length: 24 },
        (_, hour) => spans.find(([from]) => hour >= from && hour < from + 5)?.[1] ?? 0,
      );
    const winter = row([
      [10, 1],
      [15, 2],
    ]);
    const report = rated(
      {
        items: [
          {
            energyratestructure: [[{ rate: 0.1 }], [{ rate: 0.05 }], [{ rate: 0.2 }], [{ rate: 0.25 }]],
            energyweekdayschedule: Array.from({ length: 12 }, (_, at) =>
              at >= 4 && at <= 9 ? row([[15, 3]]) : winter,
            ),
            energyweekendschedule: Array.from({ length: 12 }, () => row([])),
          },
        ],
      },
      path.join(data, "residential-load-8760h-kw.csv"),
      ...["--start", "2018-01-01T00:00", "--interval", "PT1H", "--timezone", "none"],
    );
    expect(report.bills).toHaveLength(12);
    expect(report.bills[0]).toMatchObject({ start: "2018-01-01T00:00:00", end: "2018-02-01T00:00:00" });
    expect(Number(report.annualTotal).toFixed(3)).toBe("771.776");
  });

  it.skipIf(!existsSync(data))(
    "reads Green Button in its own zone: all 8,760 hours, one day of 23 and one of 25",
    async () => {
      const usage = path.join(data, "green-button-coastal-multi-family-2011.xml");
      const price = { energyratestructure: [[{ rate: 1 }]] };
      const own = rated(price, usage);
      const named = rated(price, usage, "--timezone", "America/Los_Angeles");
      expect(own.bills).toHaveLength(12);
      expect(own.annualTotal).toBe(named.annualTotal);
      expect(named.bills[2]).toMatchObject({
        start: "2011-03-01T00:00:00-08:00",
        end: "2011-04-01T00:00:00-07:00",
      });
      const nine = rated(price, path.join(data, "green-button-hourly-nine-days.xml"));
      // The feed's own daily totals say 199,563 Wh.
      expect(nine.annualTotal).toBe("199.563");
    },
  );

  it("reads start,value: kWh, interval from the differences, naive times in a zone with a repeated hour", async () => {
    // 6 November 2011 has 25 hours in Los Angeles: 01:00 stands twice, in order.
    const times = [...Array.from({ length: 24 }, (_, hour) => hour), 1].sort((a, b) => a - b);
    const rows = times.map((hour) => `2011-11-06 ${String(hour).padStart(2, "0")}:00,1`);
    const report = rated(
      flat,
      file(`start,value\n${rows.join("\n")}\n`, "csv"),
      "--timezone",
      "America/Los_Angeles",
    );
    expect(report.annualTotal).toBe("2.50");
    expect(report.bills[0]).toMatchObject({
      start: "2011-11-06T00:00:00-07:00",
      end: "2011-11-07T00:00:00-08:00",
    });
  });

  it("says what to do about a time that the clock skips", async () => {
    const rows = hours(24, (hour) => `${stamp(hour, "2011-03-13")},1`);
    const error = refused(flat, file(`start,value\n${rows}\n`, "csv"), "--timezone", "America/Los_Angeles");
    expect(error).toMatchObject({ exit: 1, code: "USAGE_CLOCK_SKIPPED", where: { line: 4 } });
    expect(error.message).toContain("--timezone none");
    const report = rated(flat, file(`start,value\n${rows}\n`, "csv"), "--timezone", "none");
    expect(report.annualTotal).toBe("2.40");
  });

  it("reads the long form, several channels, units and instants with offsets", async () => {
    const rows = hours(48, (hour) => {
      const [start, end] = [stamp(hour), stamp(hour + 1)];
      return `${start}+00:00,${end}+00:00,import,500,Wh,\n${start}Z,${end}Z,export,0.2,kWh,measured`;
    });
    const usage = file(`start,end,channel,quantity,unit,quality\n${rows}\n`, "csv");
    const record = {
      energyratestructure: [[{ rate: 0.1, sell: 0.05 }]],
      dgrules: "Net Billing Instantaneous",
    };
    const report = rated(record, usage, "--timezone", "UTC");
    // 24 kWh × 0.10 − 9.6 kWh × 0.05
    expect(report.annualTotal).toBe("1.92");
    const part = rated(
      record,
      usage,
      "--timezone",
      "UTC",
      "--from",
      "2018-01-02",
      "--to",
      "2018-01-02T12:00",
    );
    expect(part.annualTotal).toBe("0.48");
  });

  it("reads register indices with a multiplier; each pair of reads is a bill; tiers add up over the year", async () => {
    const tariff = {
      label: words("Jiangsu"),
      utility: "power",
      currency: "CNY",
      timezone: "Asia/Shanghai",
      rounding: { bill: { place: 1 } },
      schedules: {
        tou: {
          periods: { peak: words("峰"), valley: words("谷") },
          rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
        },
      },
      charges: [
        {
          type: "energy",
          code: "energy",
          label: words("电量电费"),
          schedule: "tou",
          price: { peak: "0.5583", valley: "0.3583" },
        },
        {
          type: "energy",
          code: "surcharge",
          label: words("阶梯加价"),
          tiers: {
            window: "year",
            steps: [{ upTo: "2760", price: "0" }, { upTo: "4800", price: "0.05" }, { price: "0.30" }],
          },
        },
      ],
    };
    const usage = file(
      `time,register,index
2026-07-01,峰,1000
2026-07-01,谷,2000
2026-09-01,峰,1050
2026-09-01,谷,2074
2026-11-01,峰,1060
2026-11-01,谷,2074
`,
      "csv",
    );
    const agreement = file({ opening: { energy: "2500" } });
    const report = rated(tariff, usage, "--multiplier", "10", "--agreement", agreement);
    // cases.md: 593.30; then 100 kWh of peak, all of it in the second tier: 55.83 + 5.00 = 60.83 → 60.80.
    expect(report.bills.map((bill) => bill.total)).toEqual(["593.30", "60.80"]);
    expect(report.bills[0]?.lines).toEqual([
      { code: "energy.peak", quantity: "500", unit: "kWh", price: "0.5583", amount: "279.15" },
      { code: "energy.valley", quantity: "740", unit: "kWh", price: "0.3583", amount: "265.14" },
      { code: "surcharge.tier-2", quantity: "980", unit: "kWh", price: "0.05", amount: "49.00" },
      { code: "rounding", quantity: null, unit: null, price: null, amount: "0.01" },
    ]);
    expect(report.annualTotal).toBe("654.10");
  });

  it("a register is named as the tariff names its period; usage that nothing asks for is said", () => {
    const tariff = {
      label: words("two-part"),
      utility: "power",
      currency: "CNY",
      timezone: "Asia/Shanghai",
      schedules: {
        day: {
          periods: { critical: words("尖"), rest: words("平") },
          rules: [{ period: "critical", times: ["18:00-20:00"] }, { period: "rest" }],
        },
      },
      charges: [
        {
          type: "energy",
          code: "energy",
          label: words("电"),
          schedule: "day",
          price: { critical: "2", rest: "1" },
        },
      ],
    };
    const indices = (sharp: string) =>
      file(
        `time,register,index\n${["2026-05-01", "2026-06-01"]
          .flatMap((day, at) => [
            `${day},${sharp},${at * 10}`,
            `${day},rest,${at * 100}`,
            `${day},reactive,${at}`,
          ])
          .join("\n")}\n`,
        "csv",
      );
    for (const sharp of ["critical", "尖"]) {
      const report = rated(tariff, indices(sharp));
      expect(report.annualTotal).toBe("120.00");
      expect(report.warnings).toEqual(["usage of “reactive” is not used by any charge of the tariff"]);
    }
    expect(refused(tariff, indices("valley"))).toMatchObject({ exit: 1, code: "USAGE_PERIOD_UNKNOWN" });
  });

  it("B5 takes market prices by name: an hour's price for its quarters, the repeated hour in order", () => {
    const tariff = {
      label: words("market"),
      utility: "power",
      currency: "CNY",
      timezone: "Asia/Shanghai",
      charges: [
        {
          type: "energy",
          code: "market",
          label: words("m"),
          price: { series: "day-ahead", times: "1.05", plus: "0.02" },
        },
      ],
    };
    const usage = file(
      `start,value\n${Array.from({ length: 96 }, (_, at) => `2026-03-01T${String(Math.floor(at / 4)).padStart(2, "0")}:${String((at % 4) * 15).padStart(2, "0")},1`).join("\n")}\n`,
      "csv",
    );
    const prices = file(
      `start,price\n${hours(24, (hour) => `${stamp(hour, "2026-03-01")},${hour < 8 ? "-0.05" : "0.4"}`)}\n`,
      "csv",
    );
    const report = rated(tariff, usage, "--series", `day-ahead=${prices}`);
    // 32 × (−0.05 × 1.05 + 0.02) + 64 × (0.4 × 1.05 + 0.02)
    expect(report.annualTotal).toBe("27.12");
    expect(refused(tariff, usage)).toMatchObject({ exit: 1, code: "SERIES_MISSING" });
    expect(refused(tariff, usage, "--series", "day-ahead")).toMatchObject({ exit: 2, code: "WRONG_USAGE" });
    const short = file("start,price\n2026-03-01T00:00,0.4\n2026-03-01T01:00,x\n", "csv");
    expect(refused(tariff, usage, "--series", `day-ahead=${short}`)).toMatchObject({
      exit: 1,
      code: "USAGE_FIELD",
      where: { line: 3 },
    });
  });

  it("B25 takes the moments of the system's peaks", () => {
    const tariff = {
      label: words("coincident"),
      utility: "power",
      currency: "USD",
      timezone: "America/Chicago",
      charges: [
        { type: "demand", code: "cp", label: words("cp"), price: "10", coincident: { peaks: "erc" } },
      ],
    };
    const usage = file(
      hours(24 * 30, (hour) => String(hour % 24 === 17 ? 50 : 5)),
      "csv",
    );
    const options = ["--start", "2026-06-01", "--interval", "PT1H"];
    const peaks = file("time\n2026-06-18T17:15:00-05:00\n", "csv");
    expect(rated(tariff, usage, ...options, "--peaks", `erc=${peaks}`).annualTotal).toBe("500.00");
    expect(refused(tariff, usage, ...options)).toMatchObject({ exit: 1, code: "PEAKS_MISSING" });
  });

  it("its output fits docs/rate.schema.json, with --explain in both languages", async () => {
    const usage = file(
      hours(48, () => "1.5"),
      "csv",
    );
    const report = rated(
      flat,
      usage,
      "--start",
      "2018-01-31",
      "--interval",
      "PT1H",
      "--timezone",
      "UTC",
      "--explain",
    );
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    expect(report.bills).toHaveLength(2);
    const [line] = report.bills[0]?.lines ?? [];
    expect(line?.explanation?.en.join("\n")).toContain("36 kWh × 0.1");
    expect(line?.explanation?.["zh-CN"].join("\n")).toContain("24 个 60 分钟数据");
  });

  it("a gap is an error with its place, or zero with a warning where that is asked for", async () => {
    const rows = hours(48, (hour) => (hour === 30 ? "" : `${stamp(hour)},1`)).replace("\n\n", "\n");
    const usage = file(`start,value\n${rows}\n`, "csv");
    const error = refused(flat, usage, "--timezone", "UTC");
    expect(error).toMatchObject({ exit: 1, code: "USAGE_HOLES" });
    expect(error.message).toContain("2018-01-02T06:00:00");
    const report = rated(flat, usage, "--timezone", "UTC", "--allow-gaps");
    expect(report.annualTotal).toBe("4.70");
    expect(report.warnings).toHaveLength(1);
  });

  it.each([
    [
      "a value that is no number",
      "start,value\n2018-01-01,1\n2018-01-01T01:00,x\n",
      { code: "USAGE_FIELD", where: { line: 3 } },
    ],
    [
      "times that fall",
      "start,value\n2018-01-01T02:00,1\n2018-01-01T01:00,1\n",
      { code: "USAGE_ORDER", where: { line: 3 } },
    ],
    ["a column too many", "start,value\n2018-01-01,1,2\n", { code: "USAGE_COLUMNS", where: { line: 2 } }],
    ["a header nobody knows", "when,what\n1,2\n", { code: "USAGE_FORMAT_UNKNOWN", where: { line: 1 } }],
    [
      "an unknown unit",
      "start,end,channel,quantity,unit\n2018-01-01,2018-01-02,import,1,horse\n",
      { code: "USAGE_FIELD", where: { line: 2 } },
    ],
    ["an empty file", "", { code: "USAGE_EMPTY" }],
    [
      "seven-minute steps",
      "start,value\n2018-01-01T00:00,1\n2018-01-01T00:07,1\n",
      { code: "USAGE_INTERVAL" },
    ],
  ])("%s: exit 1", async (_, content, expected) => {
    const error = refused(flat, file(content, "csv"), "--timezone", "UTC");
    expect(error).toMatchObject({ exit: 1, ...expected });
  });

  it.each([
    [
      "JSON with a comma too many",
      '{\n "energyratestructure": [[{"rate": 1}]],\n}',
      { code: "FILE_MALFORMED", where: { line: 3 } },
    ],
    [
      "a tariff with an unknown field",
      JSON.stringify({ charges: [], colour: "red" }),
      { code: "TARIFF_INVALID" },
    ],
    [
      "a rate that is a word",
      '{\n "energyratestructure": [[\n  {"rate": "ten"}]]}',
      { code: "TARIFF_INVALID", where: { line: 3, path: "energyratestructure[0][0].rate" } },
    ],
  ])("%s: exit 1 with the line", async (_, content, expected) => {
    const error = refused(
      file(content),
      file("start,value\n2018-01-01,1\n2018-01-02,1\n", "csv"),
      "--timezone",
      "UTC",
    );
    expect(error).toMatchObject({ exit: 1, ...expected });
  });

  it.each([
    ["a zone nobody knows", "start,value\n2018-01-01,1\n", ["--timezone", "Mars/Base"]],
    ["naive times without a zone", "start,value\n2018-01-01T00:00,1\n2018-01-01T01:00,1\n", []],
    ["one value a line without its start", "1\n2\n", ["--timezone", "UTC"]],
    ["a multiplier of nothing", "1\n", ["--multiplier", "0"]],
    [
      "a span that is no time",
      "start,value\n2018-01-01,1\n2018-01-02,1\n",
      ["--timezone", "UTC", "--from", "soon"],
    ],
  ])("%s: exit 2", (_, content, options) => {
    expect(refused(flat, file(content, "csv"), ...options)).toMatchObject({ exit: 2, code: "WRONG_USAGE" });
  });
});

/** A process on a machine that is busy with other tests takes its time. */
const SLOW = 120_000;

describe("the process", () => {
  it("answers on standard output and ends with 0", { timeout: SLOW }, async () => {
    const usage = file("start,value\n2018-01-01T00:00,1\n2018-01-01T01:00,2\n", "csv");
    const outcome = await run(
      "rate",
      "--tariff",
      file(flat),
      "--usage",
      usage,
      "--timezone",
      "UTC",
      "--json",
    );
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect((JSON.parse(outcome.stdout) as RateReport).annualTotal).toBe("0.30");
  });

  it("answers bad data on standard error and ends with 1", { timeout: SLOW }, async () => {
    const outcome = await run(
      "rate",
      "--tariff",
      file(flat),
      "--usage",
      path.join(folder, "none.csv"),
      "--json",
    );
    expect(outcome).toMatchObject({ code: 1, stdout: "" });
    expect(JSON.parse(outcome.stderr)).toMatchObject({ error: { code: "FILE_UNREADABLE" } });
  });

  it("answers wrong usage with 2", { timeout: SLOW }, async () => {
    for (const args of [
      ["rate", "--usage", "x.csv", "--json"],
      ["rate", "--tarif", "x", "--json"],
      ["rat"],
    ]) {
      const outcome = await run(...args);
      expect(outcome.code).toBe(2);
      if (args.includes("--json"))
        expect(JSON.parse(outcome.stderr)).toMatchObject({ error: { code: "WRONG_USAGE" } });
    }
  });

  it("helps on every command, exit 0", { timeout: SLOW }, async () => {
    for (const args of [["--help"], ["rate", "--help"], ["tariff", "import", "--help"]]) {
      const outcome = await run(...args);
      expect(outcome.code).toBe(0);
      expect(outcome.stdout).toContain("Usage: manifold");
    }
  });

  it("tariff import and export go round, check names the charges", { timeout: SLOW }, async () => {
    const record = file({ items: [flat] });
    const imported = await run("tariff", "import", "--urdb", record);
    expect(imported.code).toBe(0);
    const yaml = file(imported.stdout, "yaml");
    const exported = await run("tariff", "export", "--urdb", yaml);
    expect(JSON.parse(exported.stdout)).toEqual(flat);
    const checked = await run("tariff", "check", yaml, "--json");
    expect(JSON.parse(checked.stdout)).toEqual({
      ok: true,
      charges: [{ code: "energy", type: "energy" }],
      examples: 0,
      warnings: [],
    });
  });
});
