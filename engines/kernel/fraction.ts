import { Decimal, divideBig, type RoundingMode } from "./decimal.ts";

/**
 * An exact ratio of two decimals. Bills divide (16 ¥/kVA × 320 kVA × 6 days ÷ 30 days); a quotient that is cut before
 * it is multiplied again can miss a cent, so a division stays open until the amount is rounded.
 */
export class Fraction {
  static readonly ZERO = new Fraction(Decimal.ZERO, Decimal.ONE, 0);
  static readonly ONE = new Fraction(Decimal.ONE, Decimal.ONE, 0);

  readonly numerator: Decimal;
  /** Always positive. */
  readonly denominator: Decimal;
  /** How many denominators were multiplied into this one since it was last reduced. */
  readonly #weight: number;

  private constructor(numerator: Decimal, denominator: Decimal, weight: number) {
    this.numerator = numerator;
    this.denominator = denominator;
    this.#weight = weight;
  }

  static of(value: Decimal): Fraction {
    return new Fraction(value, Decimal.ONE, 0);
  }

  /** `numerator` ÷ `denominator`; a zero denominator is a programming error. */
  static ratio(numerator: Decimal, denominator: Decimal): Fraction {
    if (denominator.isZero) throw new RangeError("a fraction needs a denominator other than zero");
    return denominator.isNegative
      ? new Fraction(numerator.negated(), denominator.negated(), 1)
      : new Fraction(numerator, denominator, 1);
  }

  get isWhole(): boolean {
    return this.denominator === Decimal.ONE;
  }

  get isZero(): boolean {
    return this.numerator.isZero;
  }

  get isNegative(): boolean {
    return this.numerator.isNegative;
  }

  plus(other: Fraction): Fraction {
    if (this.numerator.isZero) return other;
    if (other.numerator.isZero) return this;
    const [a, b] = [this.denominator, other.denominator];
    if (a === b || a.equals(b)) return new Fraction(this.numerator.plus(other.numerator), a, this.#weight);
    if (a === Decimal.ONE)
      return new Fraction(this.numerator.times(b).plus(other.numerator), b, other.#weight);
    if (b === Decimal.ONE)
      return new Fraction(this.numerator.plus(other.numerator.times(a)), a, this.#weight);
    const sum = this.numerator.times(b).plus(other.numerator.times(a));
    return Fraction.#kept(sum, a.times(b), this.#weight + other.#weight);
  }

  /** Long chains are reduced now and then; short ones never, since that costs more than it saves. */
  static #kept(numerator: Decimal, denominator: Decimal, weight: number): Fraction {
    return weight > MAX_WEIGHT
      ? reduce(numerator, denominator)
      : new Fraction(numerator, denominator, weight);
  }

  minus(other: Fraction): Fraction {
    return this.plus(other.negated());
  }

  times(other: Fraction): Fraction {
    const numerator = this.numerator.times(other.numerator);
    const [a, b] = [this.denominator, other.denominator];
    if (b === Decimal.ONE) return new Fraction(numerator, a, this.#weight);
    if (a === Decimal.ONE) return new Fraction(numerator, b, other.#weight);
    return Fraction.#kept(numerator, a.times(b), this.#weight + other.#weight);
  }

  timesDecimal(other: Decimal): Fraction {
    return new Fraction(this.numerator.times(other), this.denominator, this.#weight);
  }

  /** Throws RangeError where `other` is zero. */
  dividedBy(other: Fraction): Fraction {
    return this.times(Fraction.ratio(other.denominator, other.numerator));
  }

  negated(): Fraction {
    return new Fraction(this.numerator.negated(), this.denominator, this.#weight);
  }

  compare(other: Fraction): number {
    if (this.denominator === other.denominator) return this.numerator.compare(other.numerator);
    return this.numerator.times(other.denominator).compare(other.numerator.times(this.denominator));
  }

  min(other: Fraction): Fraction {
    return this.compare(other) <= 0 ? this : other;
  }

  max(other: Fraction): Fraction {
    return this.compare(other) >= 0 ? this : other;
  }

  /** Rounded once, with exactly `place` digits. */
  round(place: number, mode: RoundingMode): Decimal {
    if (this.denominator === Decimal.ONE) return this.numerator.round(place, mode);
    if (place >= 0) return this.numerator.dividedBy(this.denominator, place, mode);
    const unit = Decimal.fromUnits(10n ** BigInt(-place), 0);
    return this.numerator.dividedBy(this.denominator.times(unit), 0, mode).times(unit);
  }

  /** "12.5", or "1/3" where no decimal says it exactly. */
  toString(): string {
    if (this.denominator === Decimal.ONE) return this.numerator.stripped().toString();
    const near = this.toDecimal(12);
    return near.times(this.denominator).equals(this.numerator)
      ? near.toString()
      : `${this.numerator.toString()}/${this.denominator.toString()}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** The exact decimal where it has one within `places` digits, otherwise rounded half up there. Without trailing zeros. */
  toDecimal(places: number): Decimal {
    if (this.denominator === Decimal.ONE) return this.numerator.stripped();
    return this.numerator.dividedBy(this.denominator, places, "half-up").stripped();
  }
}

const MAX_WEIGHT = 24;

/** Keeps chains of fractions small; the loop below is Euclid's. */
function reduce(numerator: Decimal, denominator: Decimal): Fraction {
  if (numerator.isZero) return Fraction.ZERO;
  const scale = Math.max(numerator.scale, denominator.scale);
  const top = numerator.unitsAt(scale);
  const bottom = denominator.unitsAt(scale);
  let a = top < 0n ? -top : top;
  let b = bottom;
  while (b !== 0n) [a, b] = [b, a % b];
  const down = divideBig(bottom, a, "down");
  if (down === 1n) return Fraction.of(Decimal.fromUnits(top / a, 0));
  return Fraction.ratio(Decimal.fromUnits(top / a, 0), Decimal.fromUnits(down, 0));
}
