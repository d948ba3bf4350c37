/** The codes that a register may have in the database. */
export type RegisterCode =
  | "total"
  | "critical"
  | "peak"
  | "flat"
  | "valley"
  | "deepValley"
  | "reactive"
  | "demand"
  | "volume"
  | "heat";
