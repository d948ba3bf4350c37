import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { amount, amounts, dec, rated, span } from "#engines/billing/cases/helpers.ts";
import { compileTariff, parseTariff, type TariffProgram } from "#engines/billing/index.ts";
import { zoneOf } from "#engines/kernel/zone.ts";

// The tariffs that ship in the packs, held against the worked cases that their sources print.

function packTariff(pack: string, key: string): TariffProgram {
  const file = path.resolve(import.meta.dirname, `../../tenants/${pack}/tariff/${key}.yaml`);
  return compileTariff(parseTariff(parse(readFileSync(file, "utf8")), { file }));
}

describe("residential electricity of the packs", () => {
  const tou = packTariff("qingjiang", "residential-tou");
  const use = (period: ReturnType<typeof span>, peak: string, valley: string) => ({
    amounts: [amount(period, "energy", peak, "peak"), amount(period, "energy", valley, "valley")],
  });

  it("Jiangsu, February: peak 500, valley 700 → 530.00 (77.wendadaohang.com/zd/88Wp8W3I8vGNWYYGYI.html)", () => {
    const bill = rated(tou, {
      ...span("2013-01-01", "2013-03-01"),
      usage: use(span("2013-01-01", "2013-03-01"), "500", "700"),
    });
    expect(bill.total.round(2, "half-up").toString()).toBe("530.00");
  });

  it("Jiangsu, August: peak 500, valley 740 after 2500 kWh → 593.30 (the same source)", () => {
    const period = span("2013-07-01", "2013-09-01");
    const opening = { use: { energy: { window: "2013", quantity: dec("2500") } } };
    const bill = rated(tou, { ...period, usage: use(period, "500", "740"), opening });
    expect(bill.total.round(2, "half-up").toString()).toBe("593.30");
  });

  it("a household of five has 1200 kWh a year more in each tier", () => {
    const period = span("2013-07-01", "2013-09-01");
    const opening = { use: { energy: { window: "2013", quantity: dec("2500") } } };
    const agreement = { numbers: { persons: [{ from: 0, value: dec("5") }] } };
    const bill = rated(tou, { ...period, usage: use(period, "500", "740"), opening, agreement });
    // 2500 + 1240 stay below 2760 + 1200: no surcharge, 279.15 + 265.14.
    expect(bill.total.round(2, "half-up").toString()).toBe("544.30");
  });

  it("Guangdong, summer: 650 kWh in a month → 448.00 (00.wendadaohang.com/zd/ZBnej0IInnIeIZj0ej.html)", () => {
    const period = span("2013-07-01", "2013-08-01");
    const bill = rated(packTariff("qingjiang", "residential-seasonal"), {
      ...period,
      usage: { amounts: [amount(period, "energy", "650")] },
    });
    expect(bill.total.toString()).toBe("448.00");
  });
});

describe("gas of the packs", () => {
  const year = span("2015-01-01", "2016-01-01");
  const use = (volume: string) => ({ amounts: [amount(year, "volume", volume)] });

  it("Yangzhou: 1000 m³ in a year → 2845.20 (jxyuer.com/news/jiaodian/355214.html)", () => {
    expect(
      rated(packTariff("linzhou-gas", "residential"), { ...year, usage: use("1000") }).total.toString(),
    ).toBe("2845.20");
  });

  it("Yangzhou, five persons: 100 and 200 m³ more → 500 × 2.70 + 500 × 2.942", () => {
    const agreement = { numbers: { persons: [{ from: 0, value: dec("5") }] } };
    const bill = rated(packTariff("linzhou-gas", "residential"), { ...year, usage: use("1000"), agreement });
    expect(bill.total.toString()).toBe("2821.00");
  });

  it("Beijing with a wall boiler: 1500 × 2.61 + 1000 × 2.83 + 100 × 4.23", () => {
    expect(
      rated(packTariff("linzhou-gas", "residential-boiler"), {
        ...year,
        usage: use("2600"),
      }).total.toString(),
    ).toBe("7168.00");
  });
});

describe("business electricity of the packs", () => {
  const month = span("2026-01-01", "2026-02-01");
  const everyPeriod = ["critical", "peak", "flat", "valley"].map((period) =>
    amount(month, "energy", "100", period),
  );

  it("the parts of the single-part price add up to the published prices of January 2026", () => {
    const bill = rated(packTariff("qingjiang", "commercial-tou"), {
      ...month,
      usage: { amounts: everyPeriod },
    });
    // 100 × (1.113999 + 0.910961 + 0.715686 + 0.496924) = 323.757
    expect(bill.total.toString()).toBe("323.76");
  });

  it("two-part: capacity, energy in its parts, power factor 1.00 gives 0.75 % back, funds stay outside of it", () => {
    const agreement = { numbers: { capacity: [{ from: 0, value: dec("315") }] } };
    const usage = { amounts: [...everyPeriod, amount(month, "reactive", "0")] };
    const bill = rated(packTariff("qingjiang", "industrial-two-part"), { ...month, usage, agreement });
    expect(amounts(bill)[0]).toBe("capacity 8284.50");
    expect(amounts(bill)).toContain("power-factor -64.24");
    expect(bill.total.toString()).toBe("8518.64");
  });
});

describe("the US tariff of the packs", () => {
  it("bills July 2026 at 1 kWh an hour: 23 working days with mid-peak and peak, weekends off-peak", () => {
    const month = span("2026-07-01", "2026-08-01");
    const zone = zoneOf("America/Los_Angeles");
    const days = Array.from({ length: 31 }, (_, at) => ({
      day: month.from + at,
      values: new Array<number>(24).fill(1),
    }));
    const intervals = [
      { quantity: "energy", zone, intervalMinutes: 60, exponent: 0, kind: "amount" as const, days },
    ];
    const bill = rated(packTariff("alder-bay", "residential-tod"), { ...month, usage: { intervals } });
    // 27.00 + 468 × 0.1550 + 207 × 0.2139 + 69 × 0.3765
    expect(bill.total.toString()).toBe("169.80");
  });
});
