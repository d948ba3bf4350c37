import { describe, expect, it } from "vitest";
import { amount, amounts, dec, periods, rated, register, span, tariff } from "./helpers.ts";

// Each case quotes the published source it was recomputed from.

describe("residential electricity, China", () => {
  const guangdong = {
    seasons: { summer: [{ from: "05-01", to: "10-31" }] },
  };
  const may = span("2026-05-01", "2026-06-01");

  it("Guangdong summer, 650 kWh by price of tier: 448.00 (00.wendadaohang.com/zd/ZBnej0IInnIeIZj0ej.html)", () => {
    const program = tariff(
      [
        {
          type: "energy",
          code: "energy",
          seasons: ["summer"],
          tiers: {
            window: "month",
            steps: [{ upTo: "260", price: "0.64" }, { upTo: "600", price: "0.69" }, { price: "0.94" }],
          },
        },
      ],
      guangdong,
    );
    const bill = rated(program, { ...may, usage: { registers: [register(may, "energy", "1200", "1850")] } });
    expect(amounts(bill)).toEqual(["energy.tier-1 166.40", "energy.tier-2 234.60", "energy.tier-3 47.00"]);
    expect(bill.total.toString()).toBe("448.00");
  });

  it("the same as base plus surcharges: 448.00", () => {
    const program = tariff([
      { type: "energy", code: "energy", price: "0.64" },
      {
        type: "energy",
        code: "surcharge",
        tiers: {
          window: "month",
          steps: [{ upTo: "260", price: "0" }, { upTo: "600", price: "0.05" }, { price: "0.30" }],
        },
      },
    ]);
    const bill = rated(program, { ...may, usage: { registers: [register(may, "energy", "1200", "1850")] } });
    expect(amounts(bill)).toEqual(["energy 416.00", "surcharge.tier-2 17.00", "surcharge.tier-3 15.00"]);
    expect(bill.total.toString()).toBe("448.00");
  });

  const jiangsu = tariff(
    [
      { type: "energy", code: "energy", schedule: "tou", price: { peak: "0.5583", valley: "0.3583" } },
      {
        type: "energy",
        code: "surcharge",
        tiers: {
          window: "year",
          steps: [{ upTo: "2760", price: "0" }, { upTo: "4800", price: "0.05" }, { price: "0.30" }],
        },
      },
    ],
    {
      rounding: { bill: { place: 1 } },
      schedules: {
        tou: {
          periods: periods("peak", "valley"),
          rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
        },
      },
    },
  );

  it("B21 Jiangsu, February, first tier: lines 529.96, rounded to 530.00 (77.wendadaohang.com/zd/88Wp8W3I8vGNWYYGYI.html)", () => {
    const read = span("2026-01-01", "2026-03-01");
    const bill = rated(jiangsu, {
      ...read,
      usage: { amounts: [amount(read, "energy", "500", "peak"), amount(read, "energy", "700", "valley")] },
    });
    expect(amounts(bill)).toEqual(["energy.peak 279.15", "energy.valley 250.81", "rounding 0.04"]);
    expect(bill.total.toString()).toBe("530.00");
    expect(bill.closing.use?.energy).toEqual({ window: "2026", quantity: dec("1200") });
  });

  it("Jiangsu, August, 2500 kWh before, so 980 kWh in tier two: 593.29, rounded to 593.30", () => {
    const read = span("2026-07-01", "2026-09-01");
    const bill = rated(jiangsu, {
      ...read,
      usage: { amounts: [amount(read, "energy", "500", "peak"), amount(read, "energy", "740", "valley")] },
      opening: { use: { energy: { window: "2026", quantity: dec("2500") } } },
    });
    expect(amounts(bill)).toEqual([
      "energy.peak 279.15",
      "energy.valley 265.14",
      "surcharge.tier-2 49.00",
      "rounding 0.01",
    ]);
    expect(bill.lines[2]?.quantity?.toString()).toBe("980");
    expect(bill.total.toString()).toBe("593.30");
  });

  it("Jiangsu: a year's use starts again on 1 January", () => {
    const read = span("2027-01-01", "2027-03-01");
    const bill = rated(jiangsu, {
      ...read,
      usage: { amounts: [amount(read, "energy", "500", "peak"), amount(read, "energy", "700", "valley")] },
      opening: { use: { energy: { window: "2026", quantity: dec("9000") } } },
    });
    expect(bill.total.toString()).toBe("530.00");
  });

  it("July–August tiers 180 / 450 kWh a month, 650 kWh: 455.70 (m.3dmxku.com/daquan/zonghe/3300367.html)", () => {
    const program = tariff(
      [
        { type: "energy", code: "energy", price: "0.588" },
        {
          type: "energy",
          code: "surcharge",
          seasons: ["high"],
          tiers: {
            window: "month",
            steps: [{ upTo: "180", price: "0" }, { upTo: "450", price: "0.05" }, { price: "0.30" }],
          },
        },
      ],
      { seasons: { high: [{ from: "07-01", to: "08-31" }] } },
    );
    const july = span("2026-07-01", "2026-08-01");
    const bill = rated(program, { ...july, usage: { registers: [register(july, "energy", "0", "650")] } });
    expect(amounts(bill)).toEqual(["energy 382.20", "surcharge.tier-2 13.50", "surcharge.tier-3 60.00"]);
    expect(bill.total.toString()).toBe("455.70");
  });

  it("B8 a read period of two months doubles monthly tiers", () => {
    const program = tariff([
      {
        type: "energy",
        code: "energy",
        tiers: {
          window: "month",
          steps: [{ upTo: "260", price: "0.64" }, { upTo: "600", price: "0.69" }, { price: "0.94" }],
        },
      },
    ]);
    const two = span("2026-05-01", "2026-07-01");
    const bill = rated(program, { ...two, usage: { registers: [register(two, "energy", "0", "1300")] } });
    // Twice the bill of 650 kWh in one month.
    expect(bill.total.toString()).toBe("896.00");
    // Read two days late: within the tolerance still two months.
    const late = span("2026-05-01", "2026-07-03");
    const again = rated(program, { ...late, usage: { registers: [register(late, "energy", "0", "1300")] } });
    expect(again.total.toString()).toBe("896.00");
  });
});

describe("residential gas, China", () => {
  const gas = (limits: [string, string], prices: [string, string, string], household?: object) =>
    tariff(
      [
        {
          type: "energy",
          code: "gas",
          tiers: {
            window: "year",
            steps: [
              { upTo: limits[0], price: prices[0] },
              { upTo: limits[1], price: prices[1] },
              { price: prices[2] },
            ],
            ...household,
          },
        },
      ],
      { utility: "gas" },
    );
  const year = span("2026-01-01", "2027-01-01");
  const used = (volume: string) => ({
    ...year,
    usage: { registers: [register(year, "volume", "0", volume)] },
  });
  const yangzhou = gas(["400", "1000"], ["2.70", "2.942", "3.668"], {
    household: { above: 4, each: ["100", "200"] },
  });

  it("Yangzhou, 1000 m³ in a year: 1080.00 + 1765.20 = 2845.20 (jxyuer.com/news/jiaodian/355214.html)", () => {
    const bill = rated(yangzhou, used("1000"));
    expect(amounts(bill)).toEqual(["gas.tier-1 1080.00", "gas.tier-2 1765.20"]);
    expect(bill.total.toString()).toBe("2845.20");
  });

  it("B9 Yangzhou, six persons: steps of 600 / 1400 m³", () => {
    const persons = [{ from: year.from, value: dec("6") }];
    const bill = rated(yangzhou, { ...used("1500"), agreement: { numbers: { persons } } });
    // 600 × 2.70 + 800 × 2.942 + 100 × 3.668
    expect(amounts(bill)).toEqual(["gas.tier-1 1620.00", "gas.tier-2 2353.60", "gas.tier-3 366.80"]);
  });

  it("B9 a household that grows in July has half a year of each size", () => {
    const persons = [
      { from: year.from, value: dec("4") },
      { from: span("2026-07-01", "2026-08-01").from, value: dec("6") },
    ];
    const bill = rated(yangzhou, { ...used("1000"), agreement: { numbers: { persons } } });
    // Limits 400 + 200 × 6/12 = 500: 500 × 2.70 + 500 × 2.942
    expect(bill.total.toString()).toBe("2821.00");
  });

  it("Huzhou, 600 m³: 2014.00 (comonvc.cn/xuexi/gzzd/878281.html)", () => {
    const bill = rated(gas(["300", "500"], ["2.92", "3.50", "4.38"]), used("600"));
    expect(amounts(bill)).toEqual(["gas.tier-1 876.00", "gas.tier-2 700.00", "gas.tier-3 438.00"]);
    expect(bill.total.toString()).toBe("2014.00");
  });

  it("Beijing, 600 m³: 1761.00; with a wall boiler all in tier one (chinagoodname.com/fortunetelling/i8agjknvi0.html)", () => {
    const steps = (first: string, second: string) => ({
      window: "year" as const,
      steps: [{ upTo: first, price: "2.61" }, { upTo: second, price: "2.83" }, { price: "4.23" }],
    });
    const program = tariff(
      [
        { type: "energy", code: "gas", when: '!("heating" in agreement)', tiers: steps("350", "500") },
        { type: "energy", code: "gas-boiler", when: '"heating" in agreement', tiers: steps("1500", "2500") },
      ],
      { utility: "gas" },
    );
    const bill = rated(program, used("600"));
    expect(amounts(bill)).toEqual(["gas.tier-1 913.50", "gas.tier-2 424.50", "gas.tier-3 423.00"]);
    expect(bill.total.toString()).toBe("1761.00");
    const boiler = rated(program, { ...used("600"), agreement: { attributes: { heating: "wall-boiler" } } });
    expect(amounts(boiler)).toEqual(["gas-boiler.tier-1 1566.00"]);
  });
});
