import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "manifold-alarms-"));
afterAll(() => rmSync(folder, { recursive: true }));
const replay = (rules: string, input: string) =>
  spawnSync(
    process.execPath,
    ["cli/manifold.ts", "alarms", "replay", "--rules", rules, "--events", "-", "--json"],
    { cwd: root, input, encoding: "utf8" },
  );
const event = (time: string, metric: string, value: number) =>
  JSON.stringify({ time, source: "m1", metric, value });

test("the rules that ship raise and clear at their thresholds", () => {
  const gas = replay(
    "tenants/linzhou-gas/alarm",
    [
      event("2026-03-01T00:00:00Z", "concentration", 5),
      event("2026-03-01T08:05:00+08:00", "concentration", 6),
      event("2026-03-01T00:20:00Z", "concentration", 1),
    ].join("\n"),
  );
  expect(gas.status).toBe(0);
  expect(
    gas.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { time: "2026-03-01T00:05:00.000Z", rule: "gas-leak", source: "m1", from: "normal", to: "critical" },
    { time: "2026-03-01T00:20:00.000Z", rule: "gas-leak", from: "critical", to: "normal" },
  ]);
  const power = replay(
    "tenants/qingjiang/alarm/voltage-loss.yaml",
    [
      event("2026-03-01T00:00:00Z", "current", 0.25),
      event("2026-03-01T00:00:00Z", "voltage", 171.5),
      event("2026-03-01T00:02:00Z", "voltage", 171.5),
    ].join("\n"),
  );
  expect(power.stdout).toContain('"time":"2026-03-01T00:01:00.000Z","rule":"voltage-loss"');
});

test("a wrong event or rule is named with its place, exit 1", () => {
  const event = replay(
    "tenants/linzhou-gas/alarm",
    '\n{"time":"2026-03-01 00:00","source":"m","metric":"x","value":1}',
  );
  expect(event.status).toBe(1);
  expect(JSON.parse(event.stderr).error).toMatchObject({ code: "ALARM_EVENT_INVALID", where: { line: 2 } });
  const file = path.join(folder, "wrong.yaml");
  writeFileSync(file, "metrics:\n  v: { unit: V }\nlevels: []\n");
  const rule = replay(file, "");
  expect(rule.status).toBe(1);
  expect(JSON.parse(rule.stderr).error).toMatchObject({ code: "ALARM_RULE_INVALID", where: { file } });
});
