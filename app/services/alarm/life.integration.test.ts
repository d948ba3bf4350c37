import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concentrator } from "#app/connectors/device/concentrator.ts";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { decideCommand, requestCommand } from "#app/services/device/decide-command.ts";
import { listCommands } from "#app/services/device/list-commands.ts";
import { stepCommand } from "#app/services/device/send-command.ts";
import { type DeviceNetworkSimulator, deviceNetworkSimulator } from "#app/simulators/device-network.ts";
import { testDatabase } from "#tests/database.ts";
import { addGasHome, alarmUtility, historyText, judgeAll, LEAK, tell } from "#tests/fixtures/alarms.ts";
import type { TestUtility } from "#tests/fixtures/utility.ts";
import { customerScope } from "#tests/fixtures/utility.ts";
import { type AlarmDeed, actOnAlarm } from "./act-on-alarms.ts";
import { endShelving } from "./end-shelving.ts";
import { judgeWaiting } from "./judge.ts";
import { ownAlarms } from "./own-alarms.ts";
import { showAlarm } from "./show-alarm.ts";

await testDatabase();
afterAll(closeDatabase);

const SHUT = { ...LEAK, commands: [{ command: "shutValve", automatic: { customers: ["household"] } }] };
const MINUTE = 60_000;

async function alarmOf(utility: TestUtility, rule = "leak"): Promise<{ id: string; state: string }> {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ id: string; state: string }>(
      "SELECT id, state FROM alarm WHERE tenant_id = $1 AND rule_key = $2",
      [utility.tenantId, rule],
    ),
  );
  return rows[0] ?? { id: "", state: "none" };
}

const staff = (utility: TestUtility, id = newId()): Scope => ({
  ...utility.scope,
  actor: { kind: "staff", id, name: "dispatcher" },
});

describe("the life of a leak", () => {
  const now = Date.now();
  let utility: TestUtility;
  let customerId: string;
  const at = (minutes: number) => new Date(now + minutes * MINUTE);
  const leak = (minutes: number, value: number) =>
    tell(utility.scope, [{ timeMs: now + minutes * MINUTE, source: "M1", metric: "concentration", value }]);
  const act = async (deed: AlarmDeed, minutes: number) =>
    (await actOnAlarm(staff(utility), (await alarmOf(utility)).id, deed, at(minutes))).state;

  beforeAll(async () => {
    utility = await alarmUtility("life", { leak: SHUT });
    ({ customerId } = await addGasHome(utility, "1"));
  });

  it("L2 L3 waits for acknowledgement, then for a reset that is made on site", async () => {
    await leak(-30, 9);
    await judgeAll(utility.scope, at(-29));
    expect((await alarmOf(utility)).state).toBe("unacknowledged");
    await expect(act({ act: "reset", onSite: true, note: "checked" }, -28)).rejects.toMatchObject({
      code: "ALARM_STILL_STANDS",
    });
    expect(await act({ act: "acknowledge" }, -27)).toBe("acknowledged");
    await leak(-26, 1);
    await judgeAll(utility.scope, at(-25));
    expect((await alarmOf(utility)).state).toBe("latched");
    await expect(act({ act: "reset", onSite: false, note: "from the desk" }, -24)).rejects.toMatchObject({
      code: "ALARM_ON_SITE_NEEDED",
    });
    expect(await ownAlarms(customerScope(utility, customerId))).toHaveLength(1);
    expect(await act({ act: "reset", onSite: true, note: "hose changed" }, -23)).toBe("normal");
    expect(await ownAlarms(customerScope(utility, customerId))).toHaveLength(0);
  });

  it("each occurrence is followed up once: one command for each", async () => {
    const commands = () => listCommands(utility.scope, {});
    expect(await commands()).toHaveLength(1);
    await leak(-20, 9);
    await judgeAll(utility.scope, at(-19));
    expect(await commands()).toHaveLength(2);
    await leak(-18, 1);
    await leak(-17, 9);
    await judgeAll(utility.scope, at(-16));
    expect(await commands()).toHaveLength(2);
    expect((await showAlarm(utility.scope, (await alarmOf(utility)).id)).occurrence).toBe(2);
  });

  it("L6 an acknowledgement does not cover what late data tell afterwards", async () => {
    expect(await act({ act: "acknowledge" }, -15)).toBe("acknowledged");
    // A dip that nobody knew of: the raise after it happened before the acknowledgement, and was not seen by who gave it.
    await leak(-16.5, 1);
    await leak(-16.2, 12);
    await judgeAll(utility.scope, at(-14));
    expect((await alarmOf(utility)).state).toBe("unacknowledged");
    // And one that makes an earlier line another one is shown as a correction.
    await leak(-17.5, 9);
    await judgeAll(utility.scope, at(-14));
    const { journal } = await showAlarm(utility.scope, (await alarmOf(utility)).id);
    expect(journal.map(({ entry }) => entry)).toContain("corrected");
  });

  it("L4 shelving ends by itself", async () => {
    expect(await act({ act: "shelve", until: at(-10), note: "work under way" }, -13)).toBe("shelved");
    expect(await endShelving(utility.scope, at(-11))).toBe(0);
    expect(await endShelving(utility.scope, at(-9))).toBe(1);
    expect((await alarmOf(utility)).state).toBe("unacknowledged");
  });

  it("what does not fit the state is refused", async () => {
    await expect(act({ act: "unshelve" }, -8)).rejects.toMatchObject({ code: "ALARM_ACT_UNFIT" });
    expect(await act({ act: "removeFromService", note: "detector changed" }, -7)).toBe("outOfService");
    expect(await act({ act: "returnToService" }, -6)).toBe("unacknowledged");
  });
});

describe("time", () => {
  it("A7 an absence is raised by the clock alone, and a delay ends without another value", async () => {
    const utility = await alarmUtility("clock", {
      silent: {
        metrics: { flow: { unit: "1" } },
        absence: { severity: "low", metric: "flow", after: "PT2H", lateness: "PT10M" },
      },
      slow: {
        metrics: { flow: { unit: "1" } },
        levels: [{ severity: "high", raise: "flow > 1.0", for: "PT5M", clear: "flow < 1.0" }],
      },
    });
    await addGasHome(utility, "1");
    const now = Date.now();
    await tell(utility.scope, [{ timeMs: now - 3 * 3_600_000, source: "S1", metric: "flow", value: 2 }]);
    const at = (minutes: number) => new Date(now - 180 * MINUTE + minutes * MINUTE);
    await judgeAll(utility.scope, at(1));
    expect((await historyText(utility.scope)).transitions).toHaveLength(0);
    await judgeWaiting(utility.scope, at(5));
    expect((await alarmOf(utility, "slow")).state).toBe("unacknowledged");
    await judgeWaiting(utility.scope, at(129));
    expect((await alarmOf(utility, "silent")).state).toBe("none");
    await judgeWaiting(utility.scope, at(130));
    expect((await alarmOf(utility, "silent")).state).toBe("unacknowledged");
    expect((await judgeWaiting(utility.scope, at(131))).points).toBe(0);
  });
});

describe("a command to shut a valve", () => {
  let utility: TestUtility;
  let devices: DeviceNetworkSimulator;
  let url: string;
  const network = () => concentrator(url);
  const newest = async () => (await listCommands(utility.scope, {}))[0];
  const raise = async (number: string) => {
    const { servicePointId } = await addGasHome(utility, number);
    await tell(utility.scope, [
      { timeMs: Date.now() - MINUTE, source: `M${number}`, metric: "concentration", value: 9 },
    ]);
    await judgeAll(utility.scope, new Date());
    return servicePointId;
  };

  beforeAll(async () => {
    utility = await alarmUtility("valves", { leak: SHUT });
    devices = deviceNetworkSimulator({ wakeEveryMs: 80, isStuck: (address) => address.endsWith("13") });
    await new Promise<void>((resolve) => devices.server.listen(0, "127.0.0.1", resolve));
    url = `tcp://127.0.0.1:${(devices.server.address() as AddressInfo).port}`;
  });
  afterAll(() => devices.close());

  it("waits for the meter to wake, is executed, and its valve becomes known", async () => {
    await raise("1");
    const { id } = (await newest()) ?? { id: "" };
    await stepCommand(utility.scope, id, network);
    expect(await newest()).toMatchObject({ state: "acknowledged" });
    await sleep(200);
    await stepCommand(utility.scope, id, network);
    const command = await newest();
    expect(command?.state).toBe("executed");
    expect(command?.steps.map(({ state }) => state)).toEqual([
      "approved",
      "sent",
      "acknowledged",
      "executed",
    ]);
    const { rows } = await withTenantSql(utility.scope, (sql) =>
      sql.query("SELECT value FROM device_sample WHERE tenant_id = $1 AND metric = 'valve'", [
        utility.tenantId,
      ]),
    );
    expect(rows).toEqual([{ value: 1 }]);
  });

  it("is refused by a valve that does not move", async () => {
    await raise("13");
    const { id } = (await newest()) ?? { id: "" };
    await stepCommand(utility.scope, id, network);
    await sleep(200);
    await stepCommand(utility.scope, id, network);
    expect(await newest()).toMatchObject({ state: "refused" });
  });

  it("is not executed by a meter that wakes too late, and is tried again while nobody answers", async () => {
    await raise("3");
    const { id } = (await newest()) ?? { id: "" };
    await stepCommand(utility.scope, id, () => concentrator("tcp://127.0.0.1:1"));
    expect(await newest()).toMatchObject({ state: "approved", attempts: 1 });
    await withTenantSql(utility.scope, (sql) =>
      sql.query(
        "UPDATE device_command SET expires_at = now() - interval '2 seconds' WHERE tenant_id = $1 AND id = $2",
        [utility.tenantId, id],
      ),
    );
    await stepCommand(utility.scope, id, network);
    expect(await newest()).toMatchObject({ state: "expired" });
  });

  it("that nobody sends automatically needs a second person", async () => {
    await raise("4");
    const alarms = await withTenantSql(utility.scope, (sql) =>
      sql.query<{ id: string }>(
        "SELECT a.id FROM alarm a JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id WHERE a.tenant_id = $1 AND s.number = 'S4'",
        [utility.tenantId],
      ),
    );
    const alarmId = alarms.rows[0]?.id ?? "";
    const [first, second] = [staff(utility), staff(utility)];
    const request = { alarmId, command: "shutValve", reason: "smell of gas", now: new Date() } as const;
    await expect(requestCommand(first, request)).rejects.toMatchObject({ code: "COMMAND_PENDING" });
    const automatic = (await newest())?.id ?? "";
    await stepCommand(utility.scope, automatic, network);
    await sleep(200);
    await stepCommand(utility.scope, automatic, network);
    const { commandId } = await requestCommand(first, request);
    expect(await newest()).toMatchObject({ id: commandId, state: "requested" });
    await stepCommand(utility.scope, commandId, network);
    expect(await newest()).toMatchObject({ state: "requested" });
    const decide = (scope: Scope) => decideCommand(scope, { commandId, approve: true, now: new Date() });
    await expect(decide(first)).rejects.toMatchObject({ code: "COMMAND_SECOND_PERSON" });
    await decide(second);
    expect(await newest()).toMatchObject({ state: "approved" });
    await expect(decide(second)).rejects.toMatchObject({ code: "COMMAND_EXPIRED" });
  });

  it("is held back by the interlock where the customer is no household", async () => {
    const { customerId } = await addGasHome(utility, "5");
    await withTenantSql(utility.scope, (sql) =>
      sql.query("UPDATE customer SET kind = 'business' WHERE tenant_id = $1 AND id = $2", [
        utility.tenantId,
        customerId,
      ]),
    );
    await tell(utility.scope, [
      { timeMs: Date.now() - MINUTE, source: "M5", metric: "concentration", value: 9 },
    ]);
    await judgeAll(utility.scope, new Date());
    expect(await newest()).toMatchObject({ state: "requested", automatic: true });
  });
});
