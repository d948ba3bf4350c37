import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { testDatabase } from "#tests/database.ts";
import { addAgreement, FLAT_TARIFF, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { addChannel, addRegister, stateOf } from "#tests/metering/equipment.ts";
import { greenButtonFeed } from "#tests/metering/green-button.ts";

await testDatabase();
afterAll(closeDatabase);
const folder = mkdtempSync(path.join(tmpdir(), "manifold-ingest-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MANIFOLD = path.resolve(import.meta.dirname, "../manifold.ts");

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [MANIFOLD, "ingest", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, out, err })),
  );
  return { child, ended };
}
const ingest = (...args: string[]) => start(args).ended;

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

async function house(slug: string): Promise<{ utility: TestUtility; channel: string }> {
  const utility = await makeUtility({
    slug,
    timezone: "America/Los_Angeles",
    tariffs: { flat: FLAT_TARIFF },
  });
  const at = await addAgreement(utility, { number: "1", tariff: "flat", timezone: "America/Los_Angeles" });
  await addRegister(utility, at);
  return { utility, channel: await addChannel(utility, at, { timezone: "America/Los_Angeles" }) };
}

const YEAR = greenButtonFeed({
  startSeconds: Date.parse("2024-01-01T00:00:00-08:00") / 1000,
  values: Array.from({ length: 8784 }, (_, hour) => 200 + ((hour * 13) % 300)),
});

describe("manifold ingest", () => {
  test("a file once and twice, as JSON and in words", async () => {
    await house("bay");
    const feed = file("year.xml", YEAR);
    const first = await ingest("--tenant", "bay", "--channel", "S1/main", "--json", feed);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({
      format: "green-button",
      valuesNew: 8784,
      daysAdded: 366,
      unchanged: false,
    });
    const second = await ingest("--tenant", "bay", "--channel", "S1", feed);
    expect([second.code, second.out.trim()]).toEqual([
      0,
      "year.xml: 8784 reads, all known already; nothing changed.",
    ]);
  });

  test("bad rows: exit code 1, each named with its line, the rest is in", async () => {
    const { utility } = await house("cove");
    const csv = file(
      "indices.csv",
      "time,meter,register,index\n2024-01-01,M1,total,1\nx,M1,total,2\n2024-02-01,M1,total,9\n",
    );
    const { code, out } = await ingest("--tenant", "cove", csv);
    expect(code).toBe(1);
    expect(out).toContain('line 3: "x" is not a time');
    const { rows } = await withTenantSql(utility.scope, (sql) =>
      sql.query("SELECT index_value FROM register_read ORDER BY read_at"),
    );
    expect(rows).toEqual([{ index_value: "1" }, { index_value: "9" }]);
  });

  test("wrong usage: exit code 2 and what to do", async () => {
    await house("delta");
    const hours = file("hours.csv", "1\n2\n");
    const wrong = [
      [hours],
      ["--tenant", "nobody", hours],
      ["--tenant", "delta", hours],
      ["--tenant", "delta", "--channel", "S1", hours],
      ["--tenant", "delta", "--channel", "S9", "--start", "2024-01-01", hours],
      ["--tenant", "delta", "--channel", "S1", "--start", "1/1/24", hours],
      ["--tenant", "delta", path.join(folder, "missing.csv")],
    ];
    const ends = await Promise.all(wrong.map((args) => ingest(...args)));
    ends.forEach(({ code, err }, at) => {
      expect([code, err.length > 10], wrong[at]!.join(" ")).toEqual([2, true]);
    });
    const pdf = await ingest("--tenant", "delta", file("x.pdf", "%PDF-1.7"));
    expect([pdf.code, JSON.parse(pdf.err).error.code]).toEqual([1, "READ_FORMAT_UNKNOWN"]);
  });

  test("M4 killed at random moments and sent again: byte-identical state", async () => {
    const [wanted, { utility, channel }] = [await house("elm"), await house("fir")];
    // Days enough for several transactions, with gaps over midnight.
    const DAYS = 4383;
    const values = Array.from({ length: DAYS * 24 }, (_, hour) =>
      hour % 61 === 23 ? "" : 100 + ((hour * 7) % 90),
    );
    const long = file(
      "years.xml",
      greenButtonFeed({ startSeconds: Date.parse("2010-01-01T08:00:00Z") / 1000, values, blockSize: 744 }),
    );
    const whole = await ingest("--tenant", "elm", "--channel", wanted.channel, long);
    expect(whole.code).toBe(1);
    const days = async () => {
      const { rows } = await withTenantSql(utility.scope, (sql) =>
        sql.query<{ days: string }>("SELECT count(*) AS days FROM day_row"),
      );
      return Number(rows[0]!.days);
    };
    // Killed before the first transaction, then between the first and the last one.
    for (const atLeast of [0, 1]) {
      const { child, ended } = start(["--tenant", "fir", "--channel", channel, long]);
      const deadline = Date.now() + 30_000;
      while ((await days()) < atLeast && Date.now() < deadline) await sleep(10);
      if (atLeast === 0) await sleep(400);
      child.kill("SIGKILL");
      await ended;
      const left = await days();
      expect(left >= atLeast && left < DAYS).toBe(true);
    }
    await ingest("--tenant", "fir", "--channel", channel, long);
    expect(await days()).toBe(DAYS);
    const same = (text: string, id: string) => text.replaceAll(id, "channel");
    const tenantless = async (of: { utility: TestUtility; channel: string }) =>
      same(same(await stateOf(of.utility), of.channel), of.utility.tenantId);
    expect(await tenantless({ utility, channel })).toBe(await tenantless(wanted));
  });

  test("events of devices: once, twice, and with a bad line", async () => {
    await house("valley");
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString();
    const good = file(
      "events.ndjson",
      [1, 2]
        .map((minute) => JSON.stringify({ time: at(minute), source: "M1", metric: "voltage", value: 230 }))
        .join("\n"),
    );
    const first = await ingest("--tenant", "valley", "--events", "--json", good);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({ events: 2, eventsNew: 2, faults: 0, unchanged: false });
    expect((await ingest("--tenant", "valley", "--events", good)).out).toContain("nothing changed");
    const bad = await ingest("--tenant", "valley", "--events", file("bad.ndjson", `{"time":"${at(3)}"}\n`));
    expect(bad.code).toBe(1);
    expect(bad.out).toContain("line 1");
    expect((await ingest("--tenant", "valley", "--events", "--unit", "Wh", good)).code).toBe(2);
  });
});
