import { createReadStream } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { isoDay, parseDay } from "#engines/kernel/zone.ts";
import { QUALITY } from "#engines/metering/index.ts";
import { testDatabase } from "#tests/database.ts";
import { addAgreement, FLAT_TARIFF, makeUtility, type TestAgreement } from "#tests/fixtures/utility.ts";
import { addChannel, addRegister, bytesOf, stateOf } from "#tests/metering/equipment.ts";
import { greenButtonFeed } from "#tests/metering/green-button.ts";
import { haveSharedFiles, SHARED_FILES } from "#tests/metering/shared-files.ts";
import { ingestFile } from "./ingest-file.ts";
import { listFindings } from "./list-findings.ts";

await testDatabase();
afterAll(closeDatabase);
const utility = await makeUtility({
  slug: "coast",
  timezone: "America/Los_Angeles",
  tariffs: { flat: FLAT_TARIFF },
});
const { scope, tenantId } = utility;
let number = 0;
const point = (): Promise<TestAgreement & { number: string }> => {
  number += 1;
  const plan = { number: `${number}`, tariff: "flat", timezone: "America/Los_Angeles" };
  return addAgreement(utility, plan).then((made) => ({ ...made, number: plan.number }));
};
const la = { timezone: "America/Los_Angeles" };

async function days(channelId: string) {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{
      local_day: string;
      values: (string | null)[];
      quality: number[];
      exponent: number;
      timezone: string;
    }>(
      "SELECT local_day, values, quality, exponent, timezone FROM day_row WHERE tenant_id = $1 AND channel_id = $2 ORDER BY local_day",
      [tenantId, channelId],
    ),
  );
  return rows;
}
const total = (rows: Awaited<ReturnType<typeof days>>) =>
  rows.flatMap((row) => row.values).reduce((sum, value) => sum + BigInt(value ?? 0), 0n);

async function count(table: string): Promise<number> {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ count: string }>(`SELECT count(*) AS count FROM ${table} WHERE tenant_id = $1`, [tenantId]),
  );
  return Number(rows[0]!.count);
}

/** A generated year of hours from 1 January 2024 on, local time of Los Angeles: 366 days, a 23-hour and a 25-hour one. */
const YEAR_HOURS = 8784;
const yearFeed = greenButtonFeed({
  startSeconds: Date.parse("2024-01-01T00:00:00-08:00") / 1000,
  values: Array.from({ length: YEAR_HOURS }, (_, hour) => 300 + ((hour * 7) % 200)),
});

describe("whole days that nobody has sent", () => {
  test("M27 are found between days that are there, in whatever order these come, and forgotten when they arrive", async () => {
    const channel = await addChannel(utility, await point(), la);
    const send = (...wanted: string[]) => {
      const rows = wanted.map(
        (day) => `${channel},${day},${Array.from({ length: 24 }, () => "5").join(",")}`,
      );
      const head = `channel,day,${Array.from({ length: 24 }, (_, n) => `v${n + 1}`).join(",")}`;
      return ingestFile(scope, { source: bytesOf(`${head}\n${rows.join("\n")}\n`), fileName: "days.csv" });
    };
    const missing = async () =>
      (await listFindings(scope, {})).items
        .filter(({ check, targetId }) => check === "missing-days" && targetId === channel)
        .map(({ day, detail }) => `${day}..${detail.until}`);
    await send("2025-05-09", "2025-05-01");
    expect(await missing()).toEqual(["2025-05-02..2025-05-08"]);
    await send("2025-05-04", "2025-05-05");
    expect(await missing()).toEqual(["2025-05-06..2025-05-08", "2025-05-02..2025-05-03"]);
    await send("2025-05-07", "2025-04-29");
    expect(await missing()).toEqual([
      "2025-05-08..2025-05-08",
      "2025-05-06..2025-05-06",
      "2025-05-02..2025-05-03",
      "2025-04-30..2025-04-30",
    ]);
    await send("2025-05-08", "2025-05-06", "2025-05-03", "2025-05-02", "2025-04-30");
    expect(await missing()).toEqual([]);
  });
});

describe("a Green Button file", () => {
  test.skipIf(!haveSharedFiles)(
    "M2, M9 the published year: 8,760 values, a day of 23 and one of 25 hours",
    async () => {
      const channel = await addChannel(utility, await point(), la);
      const source = createReadStream(SHARED_FILES.coastalYear);
      const report = await ingestFile(scope, { source, fileName: "coastal.xml", channel });
      expect(report).toMatchObject({
        reads: 8760,
        valuesNew: 8760,
        faults: 0,
        unchanged: false,
        zoneDiffers: false,
      });
      const rows = await days(channel);
      const length = (day: string) => rows.find((row) => row.local_day === day)?.values.length;
      expect([rows.length, length("2011-03-13"), length("2011-11-06"), length("2011-07-01")]).toEqual([
        365, 23, 25, 24,
      ]);
      expect(rows.flatMap((row) => row.values).filter((value) => value !== null).length).toBe(8760);
    },
  );

  test.skipIf(!haveSharedFiles)("M24 the published nine days sum to 199,563 Wh", async () => {
    const channel = await addChannel(utility, await point(), {
      timezone: "America/New_York",
      unit: "Wh",
      exponent: 0,
    });
    const source = createReadStream(SHARED_FILES.nineDays);
    await ingestFile(scope, { source, fileName: "nine.xml", channel });
    const rows = await days(channel);
    expect([rows.length, total(rows)]).toEqual([9, 199563n]);
    expect(rows.every((row) => row.values.length === 24)).toBe(true);
  });

  test("M2, M7 a generated year: kWh from Wh, the days of the clock changes, a second time changes nothing", async () => {
    const at = await point();
    const channel = await addChannel(utility, at, la);
    const send = () =>
      ingestFile(scope, { source: bytesOf(yearFeed), fileName: "year.xml", channel: `S${at.number}/main` });
    const first = await send();
    expect(first).toMatchObject({ reads: YEAR_HOURS, valuesNew: YEAR_HOURS, daysAdded: 366, faults: 0 });
    const rows = await days(channel);
    const length = (day: string) => rows.find((row) => row.local_day === day)?.values.length;
    expect([length("2024-03-10"), length("2024-11-03"), length("2024-06-01")]).toEqual([23, 25, 24]);
    expect(total(rows)).toBe(
      BigInt(Array.from({ length: YEAR_HOURS }, (_, h) => 300 + ((h * 7) % 200)).reduce((a, b) => a + b)),
    );
    expect(rows[0]).toMatchObject({ exponent: -3, timezone: "America/Los_Angeles" });
    const state = await stateOf(utility);
    const inputs = await count("read_input");
    const second = await send();
    expect(second).toMatchObject({
      reads: YEAR_HOURS,
      valuesNew: 0,
      daysAdded: 0,
      daysChanged: 0,
      unchanged: true,
    });
    expect(await stateOf(utility)).toBe(state);
    expect(await count("read_input")).toBe(inputs);
    expect(await count("read_revision")).toBe(0);
  });

  test("M8 a channel of another unit or direction takes nothing, and says so once", async () => {
    const at = await point();
    const gas = await addChannel(utility, at, { ...la, unit: "m3" });
    const wrongUnit = await ingestFile(scope, {
      source: bytesOf(yearFeed),
      fileName: "year.xml",
      channel: gas,
    });
    expect(wrongUnit).toMatchObject({ reads: 0, faults: 1, skipped: YEAR_HOURS, unchanged: true });
    expect(wrongUnit.firstFaults[0]?.code).toBe("READ_UNIT_MISMATCH");
    const reverse = await addChannel(utility, at, { ...la, code: "export", direction: "reverse" });
    const report = await ingestFile(scope, {
      source: bytesOf(yearFeed),
      fileName: "year.xml",
      channel: reverse,
    });
    expect(report.firstFaults[0]?.code).toBe("READ_DIRECTION_MISMATCH");
  });

  test("M9 a zone that differs from the channel's is told", async () => {
    const channel = await addChannel(utility, await point(), { timezone: "Asia/Shanghai" });
    const report = await ingestFile(scope, { source: bytesOf(yearFeed), fileName: "year.xml", channel });
    expect(report.zoneDiffers).toBe(true);
  });
});

describe("idempotence", () => {
  /** A fortnight with gaps, spikes, negative values and a wrong reading, stated twice with different sequences. */
  const entries = Array.from({ length: 14 }, (_, day) => {
    const values = Array.from({ length: 24 }, (_, hour) => {
      if (day % 4 === 1 && hour >= 23) return "";
      if (day % 4 === 2 && hour === 0) return "";
      if (day === 5 && hour === 12) return -40;
      if (day === 9 && hour === 12) return 999999;
      return 100 + ((day * 24 + hour) % 50);
    });
    return { startSeconds: Date.parse("2024-05-01T00:00:00-07:00") / 1000 + day * 86_400, values };
  });
  const feedOf = (parts: typeof entries, updated: string) =>
    parts.map((part) => greenButtonFeed({ ...part, updated }));
  const older = feedOf(entries, "2024-06-01T00:00:00Z");
  const newer = feedOf(
    entries
      .slice(3, 6)
      .map((part) => ({ ...part, values: part.values.map((v) => (v === "" ? "" : Number(v) + 1)) })),
    "2024-06-02T00:00:00Z",
  );

  async function load(files: readonly string[]): Promise<string> {
    const channel = await addChannel(utility, await point(), la);
    for (const file of files)
      await ingestFile(scope, { source: bytesOf(file), fileName: "part.xml", channel });
    const rows = await withTenantSql(scope, (sql) =>
      sql.query<{ row: string }>(
        `SELECT to_jsonb(t)::text || coalesce((SELECT jsonb_agg(to_jsonb(f) ORDER BY f.from_slot, f.check_name)::text FROM read_finding f
           WHERE f.tenant_id = t.tenant_id AND f.channel_id = t.channel_id AND f.local_day = t.local_day), '') AS row
         FROM day_row t WHERE tenant_id = $1 AND channel_id = $2 ORDER BY local_day`,
        [tenantId, channel],
      ),
    );
    return rows.rows.map(({ row }) => row.replaceAll(channel, "channel")).join("\n");
  }

  test("M4, M13 shuffled, repeated and late files end in identical state, estimates and findings included", async () => {
    const wanted = await load([...older, ...newer]);
    expect(wanted).toContain('"check_name": "negative"');
    expect(wanted).toContain('"check_name": "spike"');
    expect(wanted).toContain('"method": "linear"');
    expect(await load([...newer, ...[...older].reverse()])).toBe(wanted);
    const mixed = [...older, ...newer].sort((a, b) => ((a.length * 31) % 17) - ((b.length * 31) % 17));
    expect(await load([...mixed, ...older.slice(4), ...newer])).toBe(wanted);
  });

  test("M4 killed midway and sent again: the same state as one that was never killed", async () => {
    const whole = await load([yearFeed]);
    const channel = await addChannel(utility, await point(), la);
    async function* dies() {
      let left = Math.floor(yearFeed.length * 0.6);
      for await (const piece of bytesOf(yearFeed)) {
        left -= piece.length;
        if (left < 0) throw new Error("connection lost");
        yield piece;
      }
    }
    await expect(ingestFile(scope, { source: dies(), fileName: "year.xml", channel })).rejects.toThrow(
      "connection lost",
    );
    await ingestFile(scope, { source: bytesOf(yearFeed), fileName: "year.xml", channel });
    const rows = await days(channel);
    expect(rows.length).toBe(366);
    expect(whole.split("\n").map((row) => JSON.parse(row).values.map(String))).toEqual(
      rows.map((row) => row.values.map(String)),
    );
  });
});

describe("one column", () => {
  test.skipIf(!haveSharedFiles)("M10, M3 the published load file keeps every digit", async () => {
    const at = await point();
    const channel = await addChannel(utility, at, { timezone: "Etc/GMT+8", unit: "kWh" });
    const source = createReadStream(SHARED_FILES.loadYear);
    const report = await ingestFile(scope, {
      source,
      fileName: "load.csv",
      channel,
      startDay: parseDay("2018-01-01")!,
      unit: "kW",
    });
    expect(report).toMatchObject({ format: "one-column", reads: 8760, faults: 0, daysAdded: 365 });
    const rows = await days(channel);
    expect(rows[0]!.values[0]).toBe((40864765644073486n * 10n ** BigInt(-rows[0]!.exponent - 17)).toString());
    expect(rows[364]!.local_day).toBe("2018-12-31");
  });

  test("M10 a generated file: missing and wrong lines, one fault with its line", async () => {
    const channel = await addChannel(utility, await point(), la);
    const lines = Array.from({ length: 48 }, (_, hour) => (hour === 5 ? "" : hour === 30 ? "n/a" : "0.125"));
    const report = await ingestFile(scope, {
      source: bytesOf(lines.join("\n")),
      fileName: "load.csv",
      channel,
      startDay: parseDay("2024-03-10")!,
    });
    expect(report).toMatchObject({ reads: 46, faults: 1, quarantinedNew: 1, findings: { gap: 2 } });
    expect(report.firstFaults).toMatchObject([{ code: "READ_VALUE_INVALID", line: 31 }]);
    const rows = await days(channel);
    expect(rows.map((row) => row.values.length)).toEqual([23, 24, 24]);
    expect([rows[0]!.values[5], rows[0]!.quality[5]]).toEqual(["125", QUALITY.estimated]);
  });

  test("a file without times needs a start and a channel", async () => {
    const source = () => bytesOf("1\n2\n");
    const channel = await addChannel(utility, await point(), la);
    await expect(ingestFile(scope, { source: source(), fileName: "x", channel })).rejects.toMatchObject({
      code: "START_NEEDED",
    });
    await expect(ingestFile(scope, { source: source(), fileName: "x" })).rejects.toMatchObject({
      code: "CHANNEL_NEEDED",
    });
    const unknown = ingestFile(scope, { source: source(), fileName: "x", channel: "nowhere" });
    await expect(unknown).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
    const other = ingestFile(scope, { source: bytesOf("%PDF-1.7"), fileName: "x" });
    await expect(other).rejects.toMatchObject({ code: "READ_FORMAT_UNKNOWN" });
  });
});

describe("register indices", () => {
  test("M11, M20 bad rows are named and kept, the rest goes in; twice and shuffled change nothing", async () => {
    const [one, two] = [await point(), await point()];
    await addRegister(utility, one);
    await addRegister(utility, two, "peak");
    const rows = [
      `2024-01-01T00:00:00-08:00,M${one.number},total,100`,
      `2024-02-01T00:00:00-08:00,M${one.number},total,180.5`,
      `2024-03-01T00:00:00-08:00,M${one.number},total,150`,
      `2024-01-01T00:00:00-08:00,M${two.number},peak,999990`,
      `2024-02-01T00:00:00-08:00,M${two.number},peak,12`,
      `2024-02-01T00:00:00-08:00,NOBODY,total,1`,
      `2024-02-01T00:00:00-08:00,M${two.number},valley,1`,
      `yesterday,M${one.number},total,1`,
      `2024-02-01T00:00:00-08:00,M${one.number},total,-3`,
      `2024-02-01T00:00:00-08:00,M${one.number},total,1000000`,
      `2024-02-01T00:00:00-08:00,M${one.number}`,
    ];
    const send = (body: readonly string[]) =>
      ingestFile(scope, {
        source: bytesOf(`time,meter,register,index\n${body.join("\n")}\n`, 37),
        fileName: "indices.csv",
      });
    const quarantined = await count("quarantine");
    const first = await send(rows);
    expect(first).toMatchObject({ reads: 5, indicesNew: 5, readsAdded: 5, faults: 6, quarantinedNew: 6 });
    expect(first.findings).toEqual({ backwards: 1, rollover: 1 });
    expect(first.firstFaults.map(({ code, line }) => [code, line])).toEqual(
      expect.arrayContaining([
        ["METER_UNKNOWN", 7],
        ["REGISTER_UNKNOWN", 8],
        ["READ_TIME_INVALID", 9],
        ["INDEX_NEGATIVE", 10],
        ["INDEX_OVER_DIALS", 11],
        ["READ_FIELD_COUNT", 12],
      ]),
    );
    expect(await count("quarantine")).toBe(quarantined + 6);
    const state = await stateOf(utility);
    const again = await send([...rows].reverse());
    expect(again).toMatchObject({ reads: 5, indicesNew: 0, quarantinedNew: 0, unchanged: true });
    expect(await stateOf(utility)).toBe(state);
  });
});

describe("wide days", () => {
  test("M12 many channels in one file, bad rows kept apart", async () => {
    const points = [await point(), await point()];
    const channels = [
      await addChannel(utility, points[0]!, { ...la, minutes: 15 }),
      await addChannel(utility, points[1]!, { ...la, minutes: 15 }),
    ];
    const header = `channel,day,${Array.from({ length: 100 }, (_, at) => `v${at + 1}`).join(",")}`;
    const row = (name: string, day: string, slots: number) =>
      `${name},${day},${Array.from({ length: 100 }, (_, at) => (at < slots ? "0.25" : "")).join(",")}`;
    const csv = [
      header,
      row(`S${points[0]!.number}/main`, "2024-03-09", 96),
      row(`S${points[0]!.number}/main`, "2024-03-10", 92),
      row(`S${points[1]!.number}`, "2024-11-03", 100),
      row("S-unknown", "2024-11-03", 96),
      row(`S${points[1]!.number}`, "2024-11-04", 97),
    ].join("\n");
    const report = await ingestFile(scope, { source: bytesOf(csv), fileName: "wide.csv" });
    expect(report).toMatchObject({ format: "wide-csv", valuesNew: 288, daysAdded: 3, faults: 2 });
    expect(report.firstFaults.map(({ code, line }) => [code, line])).toEqual([
      ["CHANNEL_UNKNOWN", 5],
      ["READ_DAY_LENGTH", 6],
    ]);
    expect((await days(channels[0]!)).map((found) => [found.local_day, found.values.length])).toEqual([
      ["2024-03-09", 96],
      [isoDay(parseDay("2024-03-10")!), 92],
    ]);
  });
});
