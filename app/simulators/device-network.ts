import { createServer, type Server, type Socket } from "node:net";
import type { ValveOrder, ValveReport } from "#app/connectors/device/port.ts";
import {
  CONTROL,
  encodeFrame,
  type Frame,
  readOrder,
  reportData,
  takeFrames,
  VALVE_ORDER,
  VALVE_REPORT,
} from "#app/connectors/device/valve-frames.ts";

export interface DeviceNetworkOptions {
  /** How long meters sleep between two looks at their mailbox. */
  readonly wakeEveryMs: number;
  /** Meters whose valve does not move. */
  readonly isStuck?: (address: string) => boolean;
}

export interface DeviceNetworkSimulator {
  readonly server: Server;
  close(): Promise<void>;
}

/** A battery-powered meter with a valve. It sleeps; what it is told waits in the concentrator's mailbox. */
interface SimulatedMeter {
  valve: ValveReport["valve"];
  readonly mailbox: ValveOrder[];
  readonly reports: Map<number, ValveReport>;
}

/**
 * A concentrator with as many sleeping meters as are asked for, in CJ/T 188 frames over TCP (valve-frames.ts). A meter that
 * wakes does what is in its mailbox and not expired, and reports what became of the rest.
 */
export function deviceNetworkSimulator(options: DeviceNetworkOptions): DeviceNetworkSimulator {
  const meters = new Map<string, SimulatedMeter>();
  const sockets = new Set<Socket>();
  const meterAt = (address: string): SimulatedMeter => {
    const known = meters.get(address) ?? { valve: "open", mailbox: [], reports: new Map() };
    meters.set(address, known);
    return known;
  };

  const wake = (): void => {
    for (const [address, meter] of meters) {
      for (const order of meter.mailbox.splice(0)) {
        const at = new Date();
        if (at > order.expiresAt) {
          meter.reports.set(order.sequence, { result: "expired", valve: meter.valve, at });
        } else if (options.isStuck?.(address) === true) {
          meter.valve = "abnormal";
          meter.reports.set(order.sequence, { result: "refused", valve: meter.valve, at });
        } else {
          meter.valve = order.valve;
          meter.reports.set(order.sequence, { result: "executed", valve: meter.valve, at });
        }
      }
    }
  };
  const timer = setInterval(wake, options.wakeEveryMs);

  const answer = (frame: Frame): Buffer | undefined => {
    const meter = meterAt(frame.address);
    if (frame.data.length < 2) return undefined;
    const sequence = frame.data.readUInt16LE(0);
    if (frame.control === CONTROL.write && frame.identifier === VALVE_ORDER) {
      const order = readOrder(frame.data);
      if (order === undefined) return undefined;
      const known = meter.reports.has(sequence) || meter.mailbox.some((each) => each.sequence === sequence);
      if (!known) meter.mailbox.push(order);
    } else if (frame.control !== CONTROL.read || frame.identifier !== VALVE_REPORT) return undefined;
    const waits = meter.mailbox.some((each) => each.sequence === sequence);
    const report = meter.reports.get(sequence) ?? {
      result: waits ? ("waiting" as const) : ("unknown" as const),
      valve: meter.valve,
      at: new Date(),
    };
    return encodeFrame({
      ...frame,
      control: frame.control | CONTROL.answer,
      identifier: VALVE_REPORT,
      data: reportData(sequence, report),
    });
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let held: Buffer = Buffer.alloc(0);
    socket.on("data", (piece) => {
      const { frames, rest } = takeFrames(Buffer.concat([held, piece]));
      held = rest.length > 1_024 ? Buffer.alloc(0) : rest;
      for (const frame of frames) {
        const bytes = answer(frame);
        if (bytes !== undefined) socket.write(bytes);
      }
    });
  });
  return {
    server,
    close: async () => {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
