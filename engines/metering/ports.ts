import type { LocalDay } from "../kernel/zone.ts";
import type { DayShape } from "./days/day-row.ts";
import type { DayInput } from "./days/resolve.ts";
import type { RegisterShape } from "./register/index-read.ts";
import type { Unit } from "./unit.ts";

/** What metering must be told of a channel by whoever keeps the equipment. */
export interface Channel {
  readonly id: string;
  readonly code: string;
  readonly unit: Unit;
  readonly direction: "forward" | "reverse";
  readonly shape: DayShape;
}

/** What metering must be told of a register. */
export interface Register {
  readonly id: string;
  readonly meterSerial: string;
  readonly code: string;
  readonly shape: RegisterShape;
}

/** Finds equipment by the names that files use; `undefined` where there is none. */
export interface Equipment {
  channel(name: string): Promise<Channel | undefined>;
  meterExists(serial: string): Promise<boolean>;
  register(meterSerial: string, code: string): Promise<Register | undefined>;
}

/** An input with the channel and day to which it belongs. */
export interface AddressedInput {
  readonly channel: Channel;
  readonly day: LocalDay;
  readonly input: DayInput;
}
