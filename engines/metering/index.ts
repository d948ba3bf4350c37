/**
 * The metering engine: from what meters and files state to trusted usage. Pure; the rules are numbered in SPEC.md.
 *
 * file text ─ parserFor ─► reads ─ ChannelIntake ─► day inputs ─ resolveDay ─► day ─ finalDay ─► usage
 */
export { DayCollector } from "./days/collect.ts";
export {
  type DayShape,
  type DayValues,
  emptyDay,
  INTERVAL_SECONDS,
  type IntervalSeconds,
  sameDay,
  slotEndMs,
  slotFinder,
  slotStartMs,
  slotsOf,
  valueAt,
} from "./days/day-row.ts";
export { type DayInput, inputHash, novelPart, resolveDay, valueHash } from "./days/resolve.ts";
export { type IntervalUsage, intervalsOf, type PeriodUsage, usageOfPeriod } from "./days/usage.ts";
export { parseHex } from "./decode/bytes.ts";
export { frameError, frameErrors } from "./decode/errors.ts";
export type { DecodedFrame, FrameValue } from "./decode/frame.ts";
export { PROTOCOLS, type Protocol } from "./decode/protocols.ts";
export { meteringError, meteringErrors } from "./errors.ts";
export { ChannelIntake, checkIndex } from "./intake.ts";
export { detectFormat, FORMATS, type Format, HEAD_LENGTH, parserFor } from "./parsers/format.ts";
export type { DayRead, Fault, IntervalRead, Item, ReadParser, RegisterRead } from "./parsers/parser.ts";
export { faultOf } from "./parsers/parser.ts";
export type { AddressedInput, Channel, Equipment, Register } from "./ports.ts";
export { QUALITY, QUALITY_NAMES, type Quality, type QualityName, SOURCE_RANK } from "./quality.ts";
export { type Advance, advanceOf } from "./register/advance.ts";
export { checkRegister, type RegisterFinding } from "./register/check.ts";
export {
  type IndexInput,
  type IndexRead,
  indexHash,
  isUsable,
  type RegisterShape,
  resolveIndex,
} from "./register/index-read.ts";
export {
  type InstalledRegister,
  type RegisterPart,
  type RegisterUsage,
  readFor,
  registerUsage,
} from "./register/usage.ts";
export { conversion, isUnit, UNITS, type Unit } from "./unit.ts";
export { DAY_CHECKS, type DayCheck, type Finding } from "./validate/check.ts";
export { type FinalDay, finalDay, openEdges, REACH_DAYS } from "./validate/final.ts";
export { compileEstimation, type EstimationProgram, type Severity } from "./validate/program.ts";
