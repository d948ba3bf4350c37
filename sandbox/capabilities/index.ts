import type { Capability } from "./capability.ts";
import { httpFetch } from "./http-fetch.ts";
import { clockNow, log, random } from "./local.ts";
import { recordsRead } from "./records.ts";
import { secretsHas } from "./secrets.ts";
import { storageGet, storagePut } from "./storage.ts";

/**
 * Everything that a plugin can reach, one row each. The table drives the dispatch in the host, the functions that an
 * isolate sees, the types of the SDK, the documentation and the words of the consent screen.
 */
export const CAPABILITIES = [
  log,
  clockNow,
  random,
  storageGet,
  storagePut,
  recordsRead,
  secretsHas,
  httpFetch,
] as const;

export type CapabilityTable = ReadonlyMap<string, Capability>;

/** Looks rows up by name; a second row of one name is a fault of the program. */
export function capabilityTable(rows: readonly Capability[]): CapabilityTable {
  const table = new Map(rows.map((row) => [row.name, row]));
  if (table.size !== rows.length) throw new TypeError("two capabilities of one name");
  return table;
}

// A row's functions take its own scope and input; they are only ever given what that row's own schemas have parsed.
export const CAPABILITY_TABLE = capabilityTable(CAPABILITIES as unknown as readonly Capability[]);
