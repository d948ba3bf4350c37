/** How a data item of DL/T 645-2007 (annex A) is coded: whole and fractional digits, signed in the top bit. */
export interface ItemFormat {
  readonly name: string;
  readonly bytes: number;
  readonly decimals: number;
  readonly unit?: string;
  readonly signed?: true;
  /** A time stamp YYMMDDhhmm follows, as for maximum demand. */
  readonly stamped?: true;
}

const ENERGIES: Readonly<Record<number, readonly [name: string, unit: string]>> = {
  0: ["combined active energy", "kWh"],
  1: ["forward active energy", "kWh"],
  2: ["reverse active energy", "kWh"],
  3: ["combined reactive energy 1", "kvarh"],
  4: ["combined reactive energy 2", "kvarh"],
  5: ["reactive energy, quadrant 1", "kvarh"],
  6: ["reactive energy, quadrant 2", "kvarh"],
  7: ["reactive energy, quadrant 3", "kvarh"],
  8: ["reactive energy, quadrant 4", "kvarh"],
  9: ["forward apparent energy", "kVAh"],
  10: ["reverse apparent energy", "kVAh"],
};

const DEMANDS: Readonly<Record<number, readonly [name: string, unit: string]>> = {
  1: ["forward active maximum demand", "kW"],
  2: ["reverse active maximum demand", "kW"],
  3: ["combined reactive 1 maximum demand", "kvar"],
  4: ["combined reactive 2 maximum demand", "kvar"],
};

type Variable = Omit<ItemFormat, "name"> & { readonly name: string };

const VARIABLES: Readonly<Record<number, Variable>> = {
  1: { name: "voltage", bytes: 2, decimals: 1, unit: "V" },
  2: { name: "current", bytes: 3, decimals: 3, unit: "A", signed: true },
  3: { name: "active power", bytes: 3, decimals: 4, unit: "kW", signed: true },
  4: { name: "reactive power", bytes: 3, decimals: 4, unit: "kvar", signed: true },
  5: { name: "apparent power", bytes: 3, decimals: 4, unit: "kVA", signed: true },
  6: { name: "power factor", bytes: 2, decimals: 3, signed: true },
  7: { name: "phase angle", bytes: 2, decimals: 1, unit: "°" },
};

const PARAMETERS: Readonly<Record<string, ItemFormat>> = {
  "02800002": { name: "grid frequency", bytes: 2, decimals: 2, unit: "Hz" },
  "02800004": { name: "current active demand", bytes: 3, decimals: 4, unit: "kW" },
  "02800007": { name: "temperature in the meter", bytes: 2, decimals: 1, unit: "°C", signed: true },
  "02800008": { name: "voltage of the clock battery", bytes: 2, decimals: 2, unit: "V" },
  "04000101": { name: "date and weekday (YYMMDDWW)", bytes: 4, decimals: 0 },
  "04000102": { name: "time (hhmmss)", bytes: 3, decimals: 0 },
  "04000401": { name: "communication address", bytes: 6, decimals: 0 },
};

/** The format of a data identifier (eight hexadecimal digits, DI3 first); `undefined` where the table does not hold it. */
export function itemFormat(identifier: string): ItemFormat | undefined {
  const known = PARAMETERS[identifier];
  if (known !== undefined) return known;
  const [di3, di2, di1, di0] = [0, 2, 4, 6].map((at) => Number.parseInt(identifier.slice(at, at + 2), 16));
  if (di3 === undefined || di2 === undefined || di1 === undefined || di0 === undefined) return undefined;
  if (di3 <= 1) {
    const energy = di3 === 0 ? ENERGIES[di2] : DEMANDS[di2];
    if (energy === undefined || di1 > 0x3f || di0 > 0x0c) return undefined;
    const rate = di1 === 0 ? "total" : `rate ${di1}`;
    const when = di0 === 0 ? "" : `, settlement ${di0} before`;
    const name = `${energy[0]}, ${rate}${when}`;
    return di3 === 0
      ? { name, bytes: 4, decimals: 2, unit: energy[1], ...(di2 === 0 ? { signed: true } : {}) }
      : { name, bytes: 3, decimals: 4, unit: energy[1], stamped: true };
  }
  const variable = di3 === 2 && di0 === 0 ? VARIABLES[di2] : undefined;
  if (variable === undefined || di1 > 3) return undefined;
  const phase = di1 === 0 ? "total" : `phase ${"ABC"[di1 - 1]}`;
  const totals = di2 >= 3 && di2 <= 6;
  return di1 === 0 && !totals ? undefined : { ...variable, name: `${variable.name}, ${phase}` };
}
