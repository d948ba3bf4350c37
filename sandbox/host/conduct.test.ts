import { describe, expect, test } from "vitest";
import { CONDUCT_RULES, Conduct } from "./conduct.ts";

const T = "tenant";
const H = "hash";
const use = (cpuMs: number) => ({ cpuMs, wallMs: cpuMs, capabilityCalls: 0, resultLength: 0 });

describe("conduct", () => {
  test("repeated breaches lead into quarantine, each longer than the one before, for this tenant only", () => {
    const conduct = new Conduct({
      ...CONDUCT_RULES,
      strikesMax: 3,
      windowMs: 1_000,
      quarantineMs: 100,
      quarantineMsMax: 150,
    });
    const strike = (atMs: number) => conduct.note(T, H, "PLUGIN_CPU_EXCEEDED", use(1), atMs);
    strike(0);
    strike(1);
    expect(conduct.refuses(T, H, 2)).toBeUndefined();
    strike(2);
    expect(conduct.refuses(T, H, 50)).toMatchObject({ code: "PLUGIN_QUARANTINED" });
    expect(conduct.refuses("other", H, 50)).toBeUndefined();
    expect(conduct.refuses(T, H, 103)).toBeUndefined();
    for (const atMs of [200, 201, 202]) strike(atMs);
    expect(conduct.refuses(T, H, 340)).toMatchObject({ code: "PLUGIN_QUARANTINED" });
    expect(conduct.refuses(T, H, 353)).toBeUndefined();
  });

  test("strikes are forgotten after the window, and errors of the plugin's own are none", () => {
    const conduct = new Conduct({ ...CONDUCT_RULES, strikesMax: 2, windowMs: 100 });
    conduct.note(T, H, "PLUGIN_TIMED_OUT", use(1), 0);
    conduct.note(T, H, "PLUGIN_TIMED_OUT", use(1), 200);
    for (let at = 0; at < 50; at++) conduct.note(T, H, "PLUGIN_FAILED", use(1), 200);
    expect(conduct.refuses(T, H, 201)).toBeUndefined();
  });

  test("a person can end a quarantine", () => {
    const conduct = new Conduct({ ...CONDUCT_RULES, strikesMax: 1 });
    conduct.note(T, H, "PLUGIN_CRASHED", undefined, 0);
    expect(conduct.refuses(T, H, 1)).toBeDefined();
    conduct.pardon(T, H);
    expect(conduct.refuses(T, H, 1)).toBeUndefined();
  });

  test("a tenant's computing time of the day is limited, over all its plugins, until midnight UTC", () => {
    const conduct = new Conduct({ ...CONDUCT_RULES, tenantDayCpuMsMax: 100 });
    conduct.note(T, "a", undefined, use(60), 1_000);
    conduct.note(T, "b", undefined, use(60), 2_000);
    expect(conduct.refuses(T, "c", 3_000)).toMatchObject({ code: "PLUGIN_DAY_BUDGET_EXCEEDED" });
    expect(conduct.refuses("other", "c", 3_000)).toBeUndefined();
    expect(conduct.refuses(T, "c", 86_400_001)).toBeUndefined();
  });

  test("the kill switch holds for one tenant or for all, and is seen in the report", () => {
    const conduct = new Conduct();
    conduct.note(T, H, undefined, use(2), 0);
    conduct.block(H, "other", true);
    expect(conduct.refuses(T, H, 0)).toBeUndefined();
    conduct.block(H, undefined, true);
    expect(conduct.refuses(T, H, 0)).toMatchObject({ code: "PLUGIN_BLOCKED" });
    expect(conduct.report(0)).toMatchObject([{ tenantId: T, hash: H, calls: 1, cpuMs: 2, blocked: true }]);
    conduct.block(H, undefined, false);
    expect(conduct.refuses(T, H, 0)).toBeUndefined();
  });
});
