/** A network of devices, as the product uses it: a command is left for a device, which takes it when it wakes. */
export interface DeviceNetwork {
  /** Leaves a command. Resolves when the network has taken it; the same sequence again is the same command. */
  send(device: DeviceAddress, order: ValveOrder): Promise<ValveReport>;
  /** What became of a command. */
  ask(device: DeviceAddress, sequence: number): Promise<ValveReport>;
}

export interface DeviceAddress {
  readonly commodity: "gas" | "water";
  /** Number on the meter's plate; its digits are the address. */
  readonly serial: string;
}

export interface ValveOrder {
  readonly sequence: number;
  readonly valve: "open" | "shut";
  /** The device does nothing after this instant, however late it wakes. */
  readonly expiresAt: Date;
}

export interface ValveReport {
  /** `unknown`: the network knows of no such command. */
  readonly result: "waiting" | "executed" | "expired" | "refused" | "unknown";
  readonly valve: "open" | "shut" | "abnormal";
  /** When the device did it, or refused. */
  readonly at: Date;
}
