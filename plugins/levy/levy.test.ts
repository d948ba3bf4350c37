import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Decimal } from "#engines/kernel/decimal.ts";
import type { HostApi } from "#plugins/sdk/host-api.ts";
import type { BillDraft } from "#plugins/sdk/points/money.ts";
import { firstPartyBundle, readConfiguration } from "#sandbox/authoring/folder.ts";
import { createSandboxClient, type SandboxClient } from "#sandbox/client.ts";
import { type RunningSandbox, startSandbox } from "#sandbox/local.ts";
import plugin from "./plugin.ts";

const bundle = firstPartyBundle("levy");
const bill: BillDraft = {
  agreement: { class: "household", commodity: "power" },
  period: { from: "2026-02-01", to: "2026-03-01" },
  currency: "CNY",
  lines: [
    { code: "energyPeak", quantity: "120.5", unit: "kWh", price: "0.5583", amount: "67.28" },
    { code: "energyValley", quantity: "80", unit: "kWh", price: "0.3583", amount: "28.66" },
    { code: "basic", quantity: "315", unit: "kVA", price: "20", amount: "6300" },
  ],
};

/** The hook as the isolate runs it, without the isolate. */
async function levyOn(values: Record<string, string>, changed: Partial<BillDraft> = {}) {
  const config = readConfiguration(bundle.manifest, values) as never;
  const answer = await plugin.hooks["tariff.charge"]?.([{ ...bill, ...changed }], {
    config,
    host: {} as HostApi,
  });
  return answer?.[0]?.lines;
}

describe("the levy", () => {
  test("on quantity: every kWh at the rate, rounded to the cent; other units are not counted", async () => {
    // 200.5 kWh × 0.0237 = 4.75185
    expect(await levyOn({ rate: "0.0237" })).toEqual([
      {
        code: "levy",
        words: { "zh-CN": "附加费", en: "Levy" },
        quantity: "200.5",
        unit: "kWh",
        price: "0.0237",
        amount: "4.75",
      },
    ]);
  });

  test("on amount: a share of the lines, named by code or all of them", async () => {
    // (67.28 + 28.66) × 0.03 = 2.8782
    const [line] = (await levyOn({ rate: "0.03", basis: "amount", lines: "energyPeak, energyValley" })) ?? [];
    expect(line).toMatchObject({ quantity: "95.94", unit: "CNY", amount: "2.88" });
    const [all] = (await levyOn({ rate: "0.03", basis: "amount" })) ?? [];
    expect(all).toMatchObject({ quantity: "6395.94", amount: "191.88" });
  });

  test("only on the classes that it names", async () => {
    expect(await levyOn({ rate: "1", classes: "industry, agriculture" })).toEqual([]);
    expect(await levyOn({ rate: "1", classes: "industry, household" })).toHaveLength(1);
  });

  test("of nothing is no line", async () => {
    expect(await levyOn({ rate: "0" })).toEqual([]);
    expect(await levyOn({ rate: "1" }, { lines: [] })).toEqual([]);
  });

  test("on a cancelled bill is exactly the negative of the levy", async () => {
    const lines = bill.lines.map((line) => ({
      ...line,
      quantity: `-${line.quantity}`,
      amount: `-${line.amount}`,
    }));
    expect(await levyOn({ rate: "0.0237" }, { lines })).toMatchObject([{ amount: "-4.75" }]);
  });

  test("agrees with exact decimals on any bill", async () => {
    const quantity = fc
      .integer({ min: -10_000_000, max: 10_000_000 })
      .map((thousandths) => Decimal.of(thousandths).times(Decimal.of("0.001")).toString());
    const rate = fc
      .integer({ min: 1, max: 999_999 })
      .map((millionths) => Decimal.of(millionths).times(Decimal.of("0.000001")).toString());
    await fc.assert(
      fc.asyncProperty(fc.array(quantity, { maxLength: 8 }), rate, async (quantities, price) => {
        const lines = quantities.map((text) => ({
          code: "energy",
          quantity: text,
          unit: "kWh",
          amount: "0",
        }));
        const naive = quantities
          .reduce((sum, text) => sum.plus(Decimal.of(text)), Decimal.ZERO)
          .times(Decimal.of(price))
          .round(2, "half-up");
        const [line] = (await levyOn({ rate: price }, { lines })) ?? [];
        expect(Decimal.of(line?.amount ?? "0").equals(naive)).toBe(true);
      }),
    );
  });
});

describe("the levy in the sandbox", () => {
  let sandbox: RunningSandbox;
  let client: SandboxClient;
  beforeAll(async () => {
    sandbox = await startSandbox({ childrenMax: 3 });
    client = createSandboxClient(sandbox.socketPath);
  });
  afterAll(async () => {
    client.close();
    await sandbox.close();
  });

  test("charges a batch of bills, proved by a second run in reverse order", async () => {
    const bills = Array.from({ length: 200 }, (_, at) => ({
      ...bill,
      lines: [{ code: "energy", quantity: String(at), unit: "kWh", amount: "1" }],
    }));
    const config = readConfiguration(bundle.manifest, { rate: "0.5" });
    const result = await client.call({
      tenantId: "t",
      bundle,
      point: "tariff.charge",
      input: bills,
      grants: [],
      config,
    });
    expect(result.ok ? result.output.map(({ lines }) => lines[0]?.amount ?? "none") : result.error).toEqual([
      "none",
      ...Array.from({ length: 199 }, (_, at) =>
        Decimal.of(at + 1)
          .times(Decimal.of("0.5"))
          .round(2, "half-up")
          .toString(),
      ),
    ]);
  });
});
