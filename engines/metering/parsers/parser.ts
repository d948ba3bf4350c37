import type { Decimal } from "../../kernel/decimal.ts";
import type { ManifoldError } from "../../kernel/errors.ts";
import type { LocalDay, Zone } from "../../kernel/zone.ts";
import type { Quality } from "../quality.ts";
import type { Unit } from "../unit.ts";

/** One value of an interval, as a file states it. */
export interface IntervalRead {
  readonly kind: "interval";
  /** The file's own name for the series; empty where a file holds one series without a name. */
  readonly series: string;
  readonly startMs: number;
  readonly seconds: number;
  /** `null`: the file says that there is no value. */
  readonly value: Decimal | null;
  readonly unit: Unit | undefined;
  readonly direction: "forward" | "reverse" | undefined;
  readonly quality: Quality;
  readonly sequence: number;
  readonly line: number;
}

/** A whole local day of one channel, as wide rows state it. */
export interface DayRead {
  readonly kind: "day";
  readonly series: string;
  readonly day: LocalDay;
  readonly values: readonly (Decimal | null)[];
  readonly unit: Unit | undefined;
  readonly sequence: number;
  readonly line: number;
  readonly raw: string;
}

/** One index of a register. */
export interface RegisterRead {
  readonly kind: "register";
  readonly meter: string;
  readonly register: string;
  readonly atMs: number;
  readonly index: Decimal;
  readonly quality: Quality;
  readonly sequence: number;
  readonly line: number;
  readonly raw: string;
}

/** A part of the input that cannot be taken: what is wrong, where, and the part itself. Reading goes on after it. */
export interface Fault {
  readonly kind: "fault";
  readonly error: ManifoldError;
  readonly raw: string;
}

export type Item = IntervalRead | DayRead | RegisterRead | Fault;

/** A streaming parser: text goes in as it arrives, items come out. Its memory does not grow with the input. */
export interface ReadParser {
  push(text: string): Item[];
  end(): Item[];
}

/** What a parser must be told because the format does not say it. */
export interface ParserOptions {
  /** The zone of times without offset. */
  readonly zone: Zone;
  /** The local day at which a file without times begins. */
  readonly startDay?: LocalDay;
  /** The interval of a file without times, in seconds; default an hour. */
  readonly intervalSeconds?: number;
  /** The unit of a file that names none. */
  readonly unit?: Unit;
}

/** Raw text that a fault keeps, at most this long. */
export const RAW_LIMIT = 2_000;

export function faultOf(error: ManifoldError, raw = ""): Fault {
  return { kind: "fault", error, raw: raw.slice(0, RAW_LIMIT) };
}
