import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { ownItems } from "#app/services/blueprint/own-items.ts";
import { parseDay } from "#engines/kernel/zone.ts";
import { testDatabase } from "#tests/database.ts";
import { addRelease } from "#tests/fixtures/release.ts";
import { addAgreement, customerScope, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { addChannel, addRegister, bytesOf, stateOf } from "#tests/metering/equipment.ts";
import { editIndex } from "./edit-index.ts";
import { editRead } from "./edit-read.ts";
import { ingestFile } from "./ingest-file.ts";
import { listFindings } from "./list-findings.ts";
import { listMeteredPoints } from "./list-metered-points.ts";
import { listQuarantine } from "./list-quarantine.ts";
import { showChannel } from "./show-channel.ts";
import { showRegister } from "./show-register.ts";
import { usageOfServicePoint } from "./usage-of-service-point.ts";
import { revalidateChannels } from "./validate-channel.ts";

await testDatabase();
afterAll(closeDatabase);
const utility = await makeUtility({ slug: "river", tariffs: { flat: FLAT_TARIFF } });
const { scope, tenantId } = utility;
const day = (text: string) => parseDay(text)!;
const at = (text: string) => Date.parse(`${text}+08:00`);

async function load(channel: string, lines: readonly string[], start = "2026-03-01") {
  const source = bytesOf(lines.join("\n"));
  return ingestFile(scope, { source, fileName: "hours.csv", channel, startDay: day(start) });
}
const hours = (count: number, value: (hour: number) => string) =>
  Array.from({ length: count }, (_, hour) => value(hour));

const house = await addAgreement(utility, { number: "1", tariff: "flat", startOn: "2026-03-02" });
const channel = await addChannel(utility, house);
await load(
  channel,
  hours(72, (hour) => (hour === 30 ? "-5" : hour >= 40 && hour < 46 ? "" : "1.5")),
);

const shown = () =>
  showChannel(scope, { channelId: channel, from: day("2026-03-01"), to: day("2026-03-04") });
const interval = async (time: string) => (await shown()).intervals.find((one) => one.startMs === at(time))!;

describe("a channel for staff", () => {
  test("raw and final stand beside each other, findings with what was done", async () => {
    expect(await interval("2026-03-02T06:00")).toMatchObject({
      raw: "-5.000",
      final: "1.500",
      quality: "estimated",
    });
    expect(await interval("2026-03-02T17:00")).toMatchObject({ raw: null, final: null, quality: "missing" });
    expect((await shown()).findings).toMatchObject([
      { check: "negative", action: "estimated", from: "2026-03-02T06:00:00+08:00" },
      { check: "gap", action: "left", from: "2026-03-02T16:00:00+08:00", to: "2026-03-02T22:00:00+08:00" },
    ]);
  });

  test("a value is set with a reason; raw stays, the journal keeps what was before, the audit trail who", async () => {
    const values = [{ startMs: at("2026-03-02T06:00"), value: "0.75" }];
    const outcome = await editRead(scope, {
      channelId: channel,
      method: "set",
      values,
      reason: "meter display photographed",
    });
    expect(outcome).toMatchObject({ values: 1, daysChanged: 1 });
    expect(await interval("2026-03-02T06:00")).toMatchObject({
      raw: "-5.000",
      final: "0.750",
      quality: "edited",
    });
    const { edits, findings } = await shown();
    expect(edits).toMatchObject([{ method: "set", reason: "meter display photographed", madeBy: "test" }]);
    expect(findings.map((finding) => finding.check)).toEqual(["gap"]);
    const { rows } = await withTenantSql(scope, (sql) =>
      sql.query<{ before: string; noun_id: string }>(
        `SELECT r.values[7]::text AS before, a.noun_id FROM read_revision r JOIN audit_entry a ON a.tenant_id = r.tenant_id AND a.action = 'correct'
         WHERE r.tenant_id = $1 AND r.cause_id = $2`,
        [tenantId, outcome.editId],
      ),
    );
    expect(rows).toEqual([{ before: "1500", noun_id: channel }]);
  });

  test("the last of two edits wins; the file sent again does not undo them", async () => {
    const values = [{ startMs: at("2026-03-02T06:00"), value: "0.8" }];
    await editRead(scope, { channelId: channel, method: "set", values, reason: "read again" });
    await load(
      channel,
      hours(72, (hour) => (hour === 30 ? "-5" : hour >= 40 && hour < 46 ? "" : "1.5")),
    );
    expect(await interval("2026-03-02T06:00")).toMatchObject({ final: "0.800" });
  });

  test("a long gap is closed by a line laid by staff, and a value can be taken away", async () => {
    const span = { startMs: at("2026-03-02T16:00"), endMs: at("2026-03-02T22:00") };
    await editRead(scope, { channelId: channel, method: "linear", ...span, reason: "modem was down" });
    expect(await interval("2026-03-02T18:00")).toMatchObject({
      raw: null,
      final: "1.500",
      quality: "edited",
    });
    const first = { startMs: at("2026-03-02T16:00"), endMs: at("2026-03-02T17:00") };
    await editRead(scope, { channelId: channel, method: "withdraw", ...first, reason: "wrong hour" });
    expect(await interval("2026-03-02T16:00")).toMatchObject({ final: "1.500", quality: "estimated" });
  });

  test("without reason, off the grid, of another tenant: refused", async () => {
    const edit = {
      channelId: channel,
      method: "set" as const,
      values: [{ startMs: at("2026-03-02T06:00"), value: "1" }],
    };
    await expect(editRead(scope, { ...edit, reason: "  " })).rejects.toMatchObject({
      code: "EDIT_REASON_NEEDED",
    });
    const off = { ...edit, values: [{ startMs: at("2026-03-02T06:10"), value: "1" }], reason: "x" };
    await expect(editRead(scope, off)).rejects.toMatchObject({ code: "EDIT_OUTSIDE" });
    const other = await makeUtility({ slug: "hill", tariffs: { flat: FLAT_TARIFF } });
    await expect(editRead(other.scope, { ...edit, reason: "x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(showChannel(other.scope, { channelId: channel, from: 1, to: 2 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("usage", () => {
  test("M24 sums by day and month; what is missing is counted", async () => {
    const request = { servicePointId: house.servicePointId, from: day("2026-03-01"), to: day("2026-03-04") };
    const { channels } = await usageOfServicePoint(scope, { ...request, step: "day" });
    expect(channels[0]?.buckets.map((bucket) => [bucket.start, bucket.quantity])).toEqual([
      ["2026-03-01", "36"],
      ["2026-03-02", "35.3"],
      ["2026-03-03", "36"],
    ]);
    const months = await usageOfServicePoint(scope, { ...request, step: "month" });
    expect(months.channels[0]?.buckets).toMatchObject([
      { start: "2026-03-01", quantity: "107.3", missing: 0 },
    ]);
    const single = await usageOfServicePoint(scope, { ...request, step: "interval" });
    expect(single.channels[0]?.buckets.length).toBe(72);
    const long = usageOfServicePoint(scope, { ...request, to: day("2027-03-01"), step: "interval" });
    await expect(long).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  test("a customer sees the days of their own agreement only, and nothing of another customer", async () => {
    const request = {
      servicePointId: house.servicePointId,
      from: day("2026-03-01"),
      to: day("2026-03-04"),
      step: "day" as const,
    };
    const own = await usageOfServicePoint(customerScope(utility, house.customerId), request);
    expect(own.channels[0]?.buckets.map((bucket) => bucket.start)).toEqual(["2026-03-02", "2026-03-03"]);
    const neighbour = await addAgreement(utility, { number: "2", tariff: "flat" });
    const others = usageOfServicePoint(customerScope(utility, neighbour.customerId), request);
    await expect(others).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("registers for staff", () => {
  test("M20 an index that goes backwards is found and corrected with a reason", async () => {
    const register = await addRegister(utility, house);
    const csv =
      "time,meter,register,index\n2026-01-01,M1,total,100\n2026-02-01,M1,total,150\n2026-03-05,M1,total,120\n2026-04-01,M1,total,260\n";
    await ingestFile(scope, { source: bytesOf(csv), fileName: "indices.csv" });
    const readAtMs = at("2026-03-05T00:00");
    expect((await listFindings(scope, {})).items).toMatchObject([
      {
        kind: "register",
        check: "backwards",
        day: "2026-03-05",
        servicePointNumber: "S1",
        code: "total",
        meterSerial: "M1",
      },
      { kind: "interval", check: "gap", day: "2026-03-02", code: "main" },
    ]);
    await editIndex(scope, { registerId: register, readAtMs, index: "210", reason: "digits swapped" });
    const { reads } = await showRegister(scope, register);
    expect(reads[1]).toMatchObject({
      index: "210",
      raw: "120",
      quality: "edited",
      reason: "digits swapped",
      findings: [],
    });
    const { registers } = await usageOfServicePoint(scope, {
      servicePointId: house.servicePointId,
      from: day("2026-01-01"),
      to: day("2026-05-01"),
      step: "month",
    });
    expect(registers[0]?.steps.map((step) => step.quantity)).toEqual(["50", "60", "50"]);
    const tooHigh = editIndex(scope, { registerId: register, readAtMs, index: "1000000", reason: "x" });
    await expect(tooHigh).rejects.toMatchObject({ code: "INDEX_OVER_DIALS" });
  });
});

describe("lists", () => {
  test("points by number and by meter, a page at a time; quarantine in both languages", async () => {
    expect((await listMeteredPoints(scope, {})).items.map((point) => point.number)).toEqual(["S1", "S2"]);
    const found = await listMeteredPoints(scope, { search: "M1" });
    expect(found.items).toMatchObject([
      { number: "S1", channels: [{ code: "main" }], registers: [{ meterSerial: "M1" }] },
    ]);
    const first = await listMeteredPoints(scope, { limit: 1 });
    expect([first.next, (await listMeteredPoints(scope, { after: first.next })).items[0]?.number]).toEqual([
      "S1",
      "S2",
    ]);
    await ingestFile(scope, {
      source: bytesOf("time,meter,register,index\nx,M1,total,1\n"),
      fileName: "bad.csv",
    });
    const { items } = await listQuarantine(scope, {});
    expect(items[0]).toMatchObject({
      code: "READ_TIME_INVALID",
      line: 2,
      raw: "x,M1,total,1",
      fileName: "bad.csv",
    });
    expect(items[0]?.message["zh-CN"]).toContain("x");
  });
});

describe("rules", () => {
  test("M13 new rules make every day final again; the same round twice changes nothing", async () => {
    const other = await addAgreement(utility, { number: "3", tariff: "flat" });
    const wide = await addChannel(utility, other);
    await load(
      wide,
      hours(24, (hour) => (hour >= 5 && hour < 9 ? "" : "2")),
    );
    const content = { label: { "zh-CN": "宽", en: "Wide" }, estimation: { longest: "PT6H" } };
    const tariffs = await ownItems(scope);
    await addRelease(scope, [...tariffs, { kind: "estimation", key: "standard", content }]);
    const round = { causeId: newId(), at: new Date() };
    expect(await revalidateChannels(scope, round)).toBe(2);
    const { intervals } = await showChannel(scope, {
      channelId: wide,
      from: day("2026-03-01"),
      to: day("2026-03-02"),
    });
    expect(intervals[6]).toMatchObject({ raw: null, final: "2.000", quality: "estimated" });
    const state = await stateOf(utility);
    // By the same rules there is nothing to do; and where it was not noted, nothing changes.
    expect(await revalidateChannels(scope, round)).toBe(0);
    await withTenantSql(scope, (sql) => sql.query("UPDATE read_rules SET rules_hash = 'older'"));
    expect(await revalidateChannels(scope, round)).toBe(2);
    expect(await stateOf(utility)).toBe(state);
  });
});
