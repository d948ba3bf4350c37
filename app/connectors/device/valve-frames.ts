import type { DeviceAddress, ValveOrder, ValveReport } from "./port.ts";

/**
 * Frames of CJ/T 188 for valves: `68 type address(7) control length DI(2) SER data checksum 16`, low byte first, on a TCP
 * connection to a concentrator. The standard's own valve command (A017) knows no expiry, so the two identifiers here are
 * an extension of ours, in the form that the standard leaves to vendors:
 * - write E017: sequence(2) valve(1: 55 open, 99 shut) expiry(7 BCD, YYYYMMDDhhmmss UTC)
 * - read  E018: sequence(2)
 * Both are answered with E018: sequence(2) result(1) time(7) ST(2), where bits 0–1 of ST are the valve (00 open, 01 shut,
 * 11 abnormal), as in the standard.
 */
export const CONTROL = { read: 0x01, write: 0x04, answer: 0x80 } as const;
export const VALVE_ORDER = 0xe017;
export const VALVE_REPORT = 0xe018;
const VALVE = { open: 0x55, shut: 0x99 } as const;
const RESULTS = ["waiting", "executed", "expired", "refused", "unknown"] as const;
const VALVE_STATES = ["open", "shut", "abnormal", "abnormal"] as const;
const METER_TYPES = { water: 0x10, gas: 0x30 } as const;

export interface Frame {
  readonly type: number;
  /** Fourteen digits, high first. */
  readonly address: string;
  readonly control: number;
  readonly identifier: number;
  readonly serial: number;
  readonly data: Buffer;
}

export const typeOf = ({ commodity }: DeviceAddress): number => METER_TYPES[commodity];

/** The digits of a meter's number, filled up to the fourteen of an address. */
export function addressOf({ serial }: DeviceAddress): string {
  return serial.replace(/\D/g, "").slice(-14).padStart(14, "0");
}

export function encodeFrame({ type, address, control, identifier, serial, data }: Frame): Buffer {
  const body = Buffer.from([
    0x68,
    type,
    ...bcdLowFirst(address),
    control,
    data.length + 3,
    identifier & 0xff,
    identifier >> 8,
    serial,
    ...data,
  ]);
  return Buffer.concat([body, Buffer.from([checksum(body), 0x16])]);
}

/**
 * Cuts whole frames off the bytes of a connection. What is no frame is passed over, byte by byte, until one begins.
 * @returns the frames and the bytes of one that is not whole yet
 */
export function takeFrames(bytes: Buffer): { frames: Frame[]; rest: Buffer } {
  const frames: Frame[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] !== 0x68) {
      at += 1;
      continue;
    }
    if (bytes.length - at < 13) break;
    const length = bytes[at + 10] as number;
    const end = at + 11 + length + 2;
    if (bytes.length < end) break;
    const whole = bytes.subarray(at, end);
    if (length < 3 || whole.at(-1) !== 0x16 || whole.at(-2) !== checksum(whole.subarray(0, -2))) {
      at += 1;
      continue;
    }
    frames.push({
      type: whole[1] as number,
      address: digitsLowFirst(whole.subarray(2, 9)),
      control: whole[9] as number,
      identifier: whole.readUInt16LE(11),
      serial: whole[13] as number,
      data: Buffer.from(whole.subarray(14, -2)),
    });
    at = end;
  }
  return { frames, rest: Buffer.from(bytes.subarray(at)) };
}

export function orderData({ sequence, valve, expiresAt }: ValveOrder): Buffer {
  return Buffer.concat([sequenceData(sequence), Buffer.from([VALVE[valve]]), timeData(expiresAt)]);
}

export function readOrder(data: Buffer): ValveOrder | undefined {
  const valve = data[2] === VALVE.open ? "open" : data[2] === VALVE.shut ? "shut" : undefined;
  const expiresAt = readTime(data.subarray(3));
  return data.length === 10 && valve && expiresAt
    ? { sequence: data.readUInt16LE(0), valve, expiresAt }
    : undefined;
}

/** Two bytes: a meter counts its commands from 0 again after 65,535. */
export function sequenceData(sequence: number): Buffer {
  const data = Buffer.alloc(2);
  data.writeUInt16LE(sequence & 0xffff);
  return data;
}

export function reportData(sequence: number, report: ValveReport): Buffer {
  return Buffer.concat([
    sequenceData(sequence),
    Buffer.from([RESULTS.indexOf(report.result)]),
    timeData(report.at),
    Buffer.from([report.valve === "abnormal" ? 3 : report.valve === "shut" ? 1 : 0, 0]),
  ]);
}

export function readReport(data: Buffer): (ValveReport & { readonly sequence: number }) | undefined {
  if (data.length !== 12) return undefined;
  const result = RESULTS[data[2] as number];
  const at = readTime(data.subarray(3, 10));
  const valve = VALVE_STATES[(data[10] as number) & 3];
  return result && at && valve ? { sequence: data.readUInt16LE(0), result, at, valve } : undefined;
}

function timeData(time: Date): Buffer {
  return bcdLowFirst(time.toISOString().replace(/\D/g, "").slice(0, 14));
}

function readTime(data: Buffer): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digitsLowFirst(data.subarray(0, 7)));
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1);
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const bcdLowFirst = (digits: string): Buffer => Buffer.from(Buffer.from(digits, "hex").toReversed());
const digitsLowFirst = (bytes: Uint8Array): string =>
  Buffer.from(Uint8Array.from(bytes).toReversed()).toString("hex");
const checksum = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
