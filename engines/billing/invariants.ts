import { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import { ManifoldError } from "../kernel/errors.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { RatedBill } from "./bill.ts";
import type { TariffFinding } from "./check-tariff.ts";
import { probeInput, probeMonth, unconditional } from "./probe-input.ts";
import type { CompiledPrice, EnergyCharge, TariffProgram } from "./program.ts";
import { rate } from "./rate.ts";
import { seasonFindings, shadowedRules } from "./schedule-invariants.ts";

/** One law that every tariff keeps, and whether this one was seen to. */
export interface Invariant {
  readonly key: "covered" | "distinct" | "rising" | "continuous" | "split" | "cancelled";
  readonly label: Words;
  /** `unchecked`: no bill could be made to try it on. */
  readonly state: "holds" | "broken" | "unchecked";
  readonly findings: readonly TariffFinding[];
}

const LABELS: Readonly<Record<Invariant["key"], Words>> = {
  covered: {
    "zh-CN": "时段不留空:一年中每一分钟都有时段",
    en: "No gap: each minute of the year has a period",
  },
  distinct: {
    "zh-CN": "时段不重叠:每条规则都用得上,季节不相交",
    en: "No overlap: every rule applies somewhere, seasons do not cross",
  },
  rising: {
    "zh-CN": "阶梯上限逐级升高(任何人口数)",
    en: "Step limits rise, for a household of any size",
  },
  continuous: {
    "zh-CN": "阶梯连续:多用一点只多付一点,没有跳跃",
    en: "Steps are continuous: a little more use never makes a jump",
  },
  split: { "zh-CN": "分段等于整体:在中间切开,账单不变", en: "Split period = whole: a cut changes no line" },
  cancelled: { "zh-CN": "冲销再出账等于零", en: "Cancel + rebill = 0" },
};

/** Tries the laws of rating (SPEC B4, B6, B10, B12) on a tariff with made-up use of a year. */
export function invariantsOf(program: TariffProgram): Invariant[] {
  const open = unconditional(program);
  const overlaps = [...shadowedRules(program.tariff), ...seasonFindings(program.tariff)];
  return [
    // A gap is refused by the compiler, so a program has none.
    invariant("covered", []),
    invariant("distinct", overlaps),
    tried("rising", () => risingFindings(open)),
    tried("continuous", () => continuityFindings(open)),
    tried("split", () => splitFindings(open)),
    tried("cancelled", () => cancelFindings(open)),
  ];
}

function invariant(key: Invariant["key"], findings: readonly TariffFinding[]): Invariant {
  const broken = findings.some(({ severity }) => severity === "error");
  return { key, label: LABELS[key], state: broken ? "broken" : "holds", findings };
}

/** A bill that cannot be made says nothing about the law. */
function tried(key: Invariant["key"], look: () => TariffFinding[]): Invariant {
  try {
    return invariant(key, look());
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    return { key, label: LABELS[key], state: "unchecked", findings: [] };
  }
}

/** Use that reaches the highest step of monthly limits, and some. */
function ampleUse(program: TariffProgram): number {
  let highest = 400;
  for (const charge of program.charges) {
    if (charge.type !== "energy") continue;
    for (const limit of charge.tiers?.constantLimits ?? []) {
      highest = Math.max(highest, limit.toApproximateNumber());
    }
  }
  return highest * 1.5;
}

const MONTHS = [0, 3, 6, 9];

function* probes(program: TariffProgram, cut: boolean) {
  const first = probeMonth(program);
  for (const month of MONTHS) {
    const from = first + Math.round(month * 30.44);
    for (const use of [ampleUse(program) / 10, ampleUse(program)]) {
      const options = { from, use, persons: 4 };
      yield {
        whole: probeInput(program, options),
        cut: cut ? probeInput(program, { ...options, cutAt: from + 11 }) : undefined,
      };
    }
  }
}

function splitFindings(program: TariffProgram): TariffFinding[] {
  for (const { whole, cut } of probes(program, true)) {
    if (cut === undefined) continue;
    const [a, b] = [rate(program, whole), rate(program, cut)];
    const line = a.lines.find((each, at) => {
      const other = b.lines[at];
      return other?.code !== each.code || !other.amount.equals(each.amount);
    });
    if (line !== undefined || a.lines.length !== b.lines.length)
      return [broken(program, line?.code ?? "", LABELS.split)];
  }
  return [];
}

function cancelFindings(program: TariffProgram): TariffFinding[] {
  for (const { whole } of probes(program, false)) {
    const bill = rate(program, whole);
    const again = rate(program, whole);
    const reversal = bill.reversed();
    if (!isZero(bill, reversal) || !again.total.equals(bill.total))
      return [broken(program, "", LABELS.cancelled)];
  }
  return [];
}

function isZero(bill: RatedBill, reversal: RatedBill): boolean {
  return (
    bill.total.plus(reversal.total).isZero &&
    bill.lines.every((line, at) => line.amount.plus(reversal.lines[at]?.amount ?? Decimal.ONE).isZero)
  );
}

function broken(program: TariffProgram, code: string, law: Words): TariffFinding {
  const at = program.charges.findIndex(
    (charge) => code === charge.code || code.startsWith(`${charge.code}.`),
  );
  return {
    path: at < 0 ? "/charges" : `/charges/${at}`,
    message: { "zh-CN": `不变式不成立:${law["zh-CN"]}`, en: `this law does not hold: ${law.en}` },
    remedy: {
      "zh-CN": "检查该收费项的日期、阶梯与取整",
      en: "look at dates, steps and rounding of this charge",
    },
    severity: "error",
  };
}

function tiered(program: TariffProgram): { readonly charge: EnergyCharge; readonly at: number }[] {
  return program.charges.flatMap((charge, at) =>
    charge.type === "energy" && charge.tiers !== undefined ? [{ charge, at }] : [],
  );
}

function risingFindings(program: TariffProgram): TariffFinding[] {
  const findings: TariffFinding[] = [];
  for (const { charge, at } of tiered(program)) {
    for (const persons of [1, 2, 4, 5, 6, 8, 12]) {
      const only = { ...program, charges: [charge] };
      try {
        rate(only, probeInput(only, { from: probeMonth(program), use: ampleUse(program), persons }));
      } catch (error) {
        if (!(error instanceof ManifoldError) || error.code !== "TARIFF_STEPS_CROSSED") throw error;
        findings.push({
          path: `/charges/${at}/tiers`,
          message: { "zh-CN": error.wordsIn("zh-CN"), en: error.wordsIn("en") },
          remedy: {
            "zh-CN": `${persons} 人的家庭也要逐级升高:调整各级的加量`,
            en: `make the limits rise for a household of ${persons} as well: change what each person adds`,
          },
          severity: "error",
        });
        break;
      }
    }
  }
  return findings;
}

const POINTS = 24;

/** Between two points of use the cost rises by no more than the dearest and no less than the cheapest step. */
function continuityFindings(program: TariffProgram): TariffFinding[] {
  const findings: TariffFinding[] = [];
  for (const { charge } of tiered(program)) {
    const only: TariffProgram = {
      ...program,
      charges: [{ ...charge, rounding: "none" }],
      billRounding: "none",
    };
    const prices =
      charge.tiers?.steps.flatMap((steps) => steps.flatMap(({ price }) => pricesOf(price))) ?? [];
    if (prices.length === 0) continue;
    const [low, high] = [prices.reduce((a, b) => a.min(b)), prices.reduce((a, b) => a.max(b))];
    let before: { use: Fraction; cost: Fraction } | undefined;
    for (let point = 1; point <= POINTS; point++) {
      const input = probeInput(only, {
        from: probeMonth(program),
        use: (ampleUse(program) * 1.2 * point) / POINTS,
        persons: 4,
      });
      const bill = rate(only, input);
      const use =
        bill.quantities.find(({ quantity }) => quantity === charge.quantity)?.total ?? Fraction.ZERO;
      const now = { use, cost: bill.exactTotal };
      if (before !== undefined && !isBetween(before, now, low, high)) {
        findings.push(broken(program, charge.code, LABELS.continuous));
        break;
      }
      before = now;
    }
  }
  return findings;
}

function isBetween(
  before: { readonly use: Fraction; readonly cost: Fraction },
  now: { readonly use: Fraction; readonly cost: Fraction },
  low: Decimal,
  high: Decimal,
): boolean {
  const used = now.use.minus(before.use);
  const cost = now.cost.minus(before.cost);
  // Values are rounded to whole Wh, which moves use between periods by a hair.
  const slack = Fraction.of(Decimal.parse("0.01")).timesDecimal(Decimal.ONE.max(high.abs()));
  return (
    cost.compare(used.timesDecimal(high).plus(slack)) <= 0 &&
    cost.compare(used.timesDecimal(low).minus(slack)) >= 0
  );
}

function pricesOf(price: CompiledPrice): readonly Decimal[] {
  return price.kind === "dated" ? price.dated.values : [];
}
