import { connect } from "node:net";
import { deviceError } from "./errors.ts";
import type { DeviceAddress, DeviceNetwork, ValveReport } from "./port.ts";
import {
  addressOf,
  CONTROL,
  encodeFrame,
  type Frame,
  orderData,
  readReport,
  sequenceData,
  takeFrames,
  typeOf,
  VALVE_ORDER,
  VALVE_REPORT,
} from "./valve-frames.ts";

const ANSWER_TIMEOUT_MS = 4_000;

/** A concentrator reached by TCP, in the frames of `valve-frames.ts`. One connection a question. */
export function concentrator(url: string): DeviceNetwork {
  const { hostname, port } = new URL(url);
  const exchange = async (device: DeviceAddress, control: number, identifier: number, data: Buffer) => {
    const address = addressOf(device);
    const serial = data[0] as number;
    const question = encodeFrame({ type: typeOf(device), address, control, identifier, serial, data });
    const answer = await ask(hostname, Number(port), question, (frame) => frame.address === address);
    return reportOf(answer, data.readUInt16LE(0));
  };
  return {
    send: (device, order) => exchange(device, CONTROL.write, VALVE_ORDER, orderData(order)),
    ask: (device, sequence) => exchange(device, CONTROL.read, VALVE_REPORT, sequenceData(sequence)),
  };
}

function reportOf(answer: Frame, sequence: number): ValveReport {
  const report = (answer.control & CONTROL.answer) === 0 ? undefined : readReport(answer.data);
  if (report === undefined || report.sequence !== sequence)
    throw deviceError("DEVICE_ANSWER_WRONG", { detail: answer.data.toString("hex") });
  const { result, valve, at } = report;
  return { result, valve, at };
}

function ask(
  host: string,
  port: number,
  question: Buffer,
  isAnswer: (frame: Frame) => boolean,
): Promise<Frame> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = (detail: string): void => {
      socket.destroy();
      reject(deviceError("DEVICE_UNREACHABLE", { detail }));
    };
    let held: Buffer = Buffer.alloc(0);
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => fail(`no answer within ${ANSWER_TIMEOUT_MS / 1000} s`));
    socket.on("error", (error) => fail(error.message));
    socket.on("close", () => fail("the connection was closed"));
    socket.on("connect", () => socket.write(question));
    socket.on("data", (piece) => {
      const { frames, rest } = takeFrames(Buffer.concat([held, piece]));
      held = rest;
      const answer = frames.find(isAnswer);
      if (answer === undefined) return;
      resolve(answer);
      socket.destroy();
    });
  });
}
