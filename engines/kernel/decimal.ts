import { defineErrors, errorsOf } from "./errors.ts";

export const decimalErrors = defineErrors({
  DECIMAL_MALFORMED: {
    status: 422,
    "zh-CN": "“{text}”不是十进制数，应写成例如 12.5 的形式",
    en: "“{text}” is not a decimal number; write it like 12.5",
  },
  DECIMAL_DIVISION_BY_ZERO: {
    status: 422,
    "zh-CN": "除数为零",
    en: "division by zero",
  },
});
const fail = errorsOf(decimalErrors);

/**
 * How a digit beyond the wanted place is treated. All four are symmetric about zero, so that a cancelled bill is
 * exactly the negative of the bill: half-up is "round half away from zero" (四舍五入), up is away from zero, down
 * towards zero.
 */
export const ROUNDING_MODES = ["half-up", "half-even", "up", "down"] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];

/** Longest accepted text and largest accepted exponent: bounds the cost of a hostile number. */
const MAX_TEXT_LENGTH = 200;
const MAX_EXPONENT = 100;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const SAFE_POWERS = Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`));
const BIG_POWERS: bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));

function bigPower(exponent: number): bigint {
  return BIG_POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/**
 * An exact decimal number: coefficient × 10^−scale, immutable, scale ≥ 0.
 *
 * The coefficient is a plain number as long as it is a safe integer and a bigint beyond: bills stay on the fast path,
 * nothing is ever rounded unless `round` or `dividedBy` is asked to. The scale is kept as written ("448.00" stays
 * "448.00"); equality and order look at the value only.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0, null, 0);
  static readonly ONE = new Decimal(1, null, 0);

  /** Coefficient while it is a safe integer; meaningless when `big` is set. */
  private readonly small: number;
  private readonly big: bigint | null;
  /** Number of digits after the decimal point, ≥ 0. */
  readonly scale: number;

  private constructor(small: number, big: bigint | null, scale: number) {
    this.small = small;
    this.big = big;
    this.scale = scale;
  }

  /** From text ("-12.50", "1e-7"), a safe integer, a bigint, or a Decimal. A fractional `number` is refused. */
  static of(value: string | number | bigint | Decimal): Decimal {
    if (typeof value === "string") return Decimal.parse(value);
    if (typeof value === "bigint") return Decimal.fromUnits(value, 0);
    if (typeof value !== "number") return value;
    if (!Number.isSafeInteger(value)) throw fail("DECIMAL_MALFORMED", { text: String(value) });
    return new Decimal(value === 0 ? 0 : value, null, 0);
  }

  /** `coefficient` × 10^−`scale`. `fromUnits(12345, 2)` is 123.45. */
  static fromUnits(coefficient: number | bigint, scale: number): Decimal {
    if (typeof coefficient === "bigint") return fromBig(coefficient, scale);
    if (!Number.isSafeInteger(coefficient))
      throw fail("DECIMAL_MALFORMED", { text: `${coefficient}e-${scale}` });
    return Decimal.safe(coefficient, scale);
  }

  /** Throws DECIMAL_MALFORMED. */
  static parse(text: string): Decimal {
    const parsed = Decimal.tryParse(text);
    if (parsed === undefined) throw fail("DECIMAL_MALFORMED", { text: text.slice(0, 60) });
    return parsed;
  }

  /** Undefined where the text is not a decimal number. */
  static tryParse(text: string): Decimal | undefined {
    const length = text.length;
    if (length === 0 || length > 16) return parseLong(text);
    // At most 15 digits: one pass without allocation.
    let at = 0;
    const first = text.charCodeAt(0);
    const negative = first === 45;
    if (negative || first === 43) at = 1;
    let coefficient = 0;
    let scale = -1;
    let digits = 0;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 48 && code <= 57) {
        coefficient = coefficient * 10 + (code - 48);
        digits++;
        if (scale >= 0) scale++;
      } else if (code === 46 && scale < 0 && digits > 0 && at + 1 < length) scale = 0;
      else return parseLong(text);
    }
    if (digits === 0 || digits > 15) return parseLong(text);
    return new Decimal(
      coefficient === 0 ? 0 : negative ? -coefficient : coefficient,
      null,
      scale < 0 ? 0 : scale,
    );
  }

  /** Internal: a coefficient known to be a safe integer. */
  static safe(coefficient: number, scale: number): Decimal {
    return new Decimal(coefficient === 0 ? 0 : coefficient, null, scale);
  }

  /** Internal: a coefficient known to be beyond the safe integers. */
  static unsafe(coefficient: bigint, scale: number): Decimal {
    return new Decimal(0, coefficient, scale);
  }

  /** The coefficient as a bigint: the value is `coefficient` × 10^−`scale`. */
  get coefficient(): bigint {
    return this.big ?? BigInt(this.small);
  }

  get isZero(): boolean {
    return this.big === null && this.small === 0;
  }

  get isNegative(): boolean {
    return this.big === null ? this.small < 0 : this.big < 0n;
  }

  get isPositive(): boolean {
    return this.big === null ? this.small > 0 : this.big > 0n;
  }

  plus(other: Decimal): Decimal {
    if (this.big === null && other.big === null) {
      if (this.scale === other.scale) {
        const sum = this.small + other.small;
        if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return Decimal.safe(sum, this.scale);
      } else {
        const scale = this.scale > other.scale ? this.scale : other.scale;
        const a = this.small * (SAFE_POWERS[scale - this.scale] ?? Number.POSITIVE_INFINITY);
        const b = other.small * (SAFE_POWERS[scale - other.scale] ?? Number.POSITIVE_INFINITY);
        const sum = a + b;
        if (isSafe(a) && isSafe(b) && isSafe(sum)) return Decimal.safe(sum, scale);
      }
    }
    const scale = Math.max(this.scale, other.scale);
    return fromBig(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    const scale = this.scale + other.scale;
    if (this.big === null && other.big === null) {
      // A rounded product of two safe integers is never smaller than 2^53, so a product in range is exact.
      const product = this.small * other.small;
      if (isSafe(product)) return Decimal.safe(product, scale);
    }
    return fromBig(this.coefficient * other.coefficient, scale);
  }

  /** The quotient with exactly `places` digits, rounded once. Throws DECIMAL_DIVISION_BY_ZERO. */
  dividedBy(other: Decimal, places: number, mode: RoundingMode): Decimal {
    if (other.isZero) throw fail("DECIMAL_DIVISION_BY_ZERO");
    const shift = places + other.scale - this.scale;
    if (this.big === null && other.big === null) {
      const top = shift >= 0 ? this.small * (SAFE_POWERS[shift] ?? Number.POSITIVE_INFINITY) : this.small;
      const bottom =
        shift < 0 ? other.small * (SAFE_POWERS[-shift] ?? Number.POSITIVE_INFINITY) : other.small;
      if (isSafe(top) && isSafe(bottom)) {
        const quotient = bottom < 0 ? divideSafe(-top, -bottom, mode) : divideSafe(top, bottom, mode);
        return Decimal.safe(quotient, places);
      }
    }
    let numerator = this.coefficient;
    let denominator = other.coefficient;
    if (shift >= 0) numerator *= bigPower(shift);
    else denominator *= bigPower(-shift);
    return fromBig(divideBig(numerator, denominator, mode), places);
  }

  negated(): Decimal {
    return this.big === null ? Decimal.safe(-this.small, this.scale) : Decimal.unsafe(-this.big, this.scale);
  }

  abs(): Decimal {
    return this.isNegative ? this.negated() : this;
  }

  /** Negative, zero or positive as `this` is smaller than, equal to or greater than `other`. */
  compare(other: Decimal): number {
    if (this.big === null && other.big === null) {
      if (this.scale === other.scale) return this.small - other.small;
      const scale = this.scale > other.scale ? this.scale : other.scale;
      const a = this.small * (SAFE_POWERS[scale - this.scale] ?? Number.POSITIVE_INFINITY);
      const b = other.small * (SAFE_POWERS[scale - other.scale] ?? Number.POSITIVE_INFINITY);
      if (isSafe(a) && isSafe(b)) return a - b;
    }
    const scale = Math.max(this.scale, other.scale);
    const a = this.unitsAt(scale);
    const b = other.unitsAt(scale);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  lessThan(other: Decimal): boolean {
    return this.compare(other) < 0;
  }

  greaterThan(other: Decimal): boolean {
    return this.compare(other) > 0;
  }

  min(other: Decimal): Decimal {
    return this.compare(other) <= 0 ? this : other;
  }

  max(other: Decimal): Decimal {
    return this.compare(other) >= 0 ? this : other;
  }

  /**
   * Rounded to `place` digits after the point (negative: before it, −1 is tens). The result carries exactly that
   * many digits: `Decimal.of("448").round(2, "half-up").toString()` is "448.00".
   */
  round(place: number, mode: RoundingMode): Decimal {
    if (this.scale <= place) return this.withScale(place);
    const drop = this.scale - place;
    let rounded: Decimal;
    const divisor = SAFE_POWERS[drop];
    if (this.big === null && divisor !== undefined) {
      rounded = Decimal.safe(divideSafe(this.small, divisor, mode), Math.max(place, 0));
    } else {
      rounded = fromBig(divideBig(this.coefficient, bigPower(drop), mode), Math.max(place, 0));
    }
    return place < 0 ? rounded.times(Decimal.fromUnits(bigPower(-place), 0)) : rounded;
  }

  /** The same value without trailing zeros after the point: 448.00 → 448. */
  stripped(): Decimal {
    let { scale } = this;
    if (scale === 0) return this;
    if (this.big === null) {
      if (this.small === 0) return Decimal.ZERO;
      let units = this.small;
      while (scale > 0 && units % 10 === 0) {
        units /= 10;
        scale--;
      }
      return scale === this.scale ? this : Decimal.safe(units, scale);
    }
    let units = this.big;
    while (scale > 0 && units % 10n === 0n) {
      units /= 10n;
      scale--;
    }
    return fromBig(units, scale);
  }

  /** The value in units of 10^−`scale`; `scale` must not be smaller than the decimal's own. */
  unitsAt(scale: number): bigint {
    if (scale < this.scale) throw new RangeError(`scale ${scale} would cut ${this.toString()}`);
    return scale === this.scale ? this.coefficient : this.coefficient * bigPower(scale - this.scale);
  }

  /** The same as a number, where it is a safe integer at that scale; otherwise undefined. */
  safeUnitsAt(scale: number): number | undefined {
    if (this.big !== null || scale < this.scale) return undefined;
    const units = this.small * (SAFE_POWERS[scale - this.scale] ?? Number.POSITIVE_INFINITY);
    return isSafe(units) ? units : undefined;
  }

  /** Plain notation with all `scale` digits; never an exponent. */
  toString(): string {
    if (this.scale === 0) return this.big === null ? String(this.small) : String(this.big);
    const negative = this.isNegative;
    const digits = (
      this.big === null ? String(Math.abs(this.small)) : String(negative ? -this.big : this.big)
    ).padStart(this.scale + 1, "0");
    const point = digits.length - this.scale;
    return `${negative ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** JSON carries decimals as strings. */
  toJSON(): string {
    return this.toString();
  }

  /** For charts and statistics only: the nearest floating-point number. */
  toApproximateNumber(): number {
    return this.big === null && this.scale < 16
      ? this.small / (SAFE_POWERS[this.scale] as number)
      : Number(this.toString());
  }

  private withScale(scale: number): Decimal {
    if (scale === this.scale) return this;
    if (this.big === null) {
      const units = this.small * (SAFE_POWERS[scale - this.scale] ?? Number.POSITIVE_INFINITY);
      if (isSafe(units)) return Decimal.safe(units, scale);
    }
    return fromBig(this.unitsAt(scale), scale);
  }
}

/** The sum of a list; zero for an empty one. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = Decimal.ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

/** `numerator` ÷ `denominator` as an integer, rounded by `mode`. */
export function divideBig(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n || mode === "down") return quotient;
  const away = numerator < 0n !== denominator < 0n ? quotient - 1n : quotient + 1n;
  if (mode === "up") return away;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const size = denominator < 0n ? -denominator : denominator;
  if (twice !== size) return twice > size ? away : quotient;
  return mode === "half-up" || quotient % 2n !== 0n ? away : quotient;
}

/** The same for safe integers and a positive divisor: the remainder of doubles is exact, so the quotient is too. */
function divideSafe(value: number, divisor: number, mode: RoundingMode): number {
  const remainder = value % divisor;
  const quotient = (value - remainder) / divisor;
  if (remainder === 0 || mode === "down") return quotient;
  const away = value < 0 ? quotient - 1 : quotient + 1;
  if (mode === "up") return away;
  // Compared without doubling, which could leave the safe range.
  const rest = divisor - Math.abs(remainder);
  const size = Math.abs(remainder);
  if (size !== rest) return size > rest ? away : quotient;
  return mode === "half-up" || quotient % 2 !== 0 ? away : quotient;
}

function isSafe(value: number): boolean {
  return value <= MAX_SAFE && value >= -MAX_SAFE;
}

function fromBig(coefficient: bigint, scale: number): Decimal {
  return coefficient <= 9007199254740991n && coefficient >= -9007199254740991n
    ? Decimal.safe(Number(coefficient), scale)
    : Decimal.unsafe(coefficient, scale);
}

const LONG_FORM = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

function parseLong(text: string): Decimal | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const match = LONG_FORM.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction);
  const coefficient = sign === "-" ? -digits : digits;
  const scale = fraction.length - exponent;
  return scale >= 0 ? fromBig(coefficient, scale) : fromBig(coefficient * bigPower(-scale), 0);
}
