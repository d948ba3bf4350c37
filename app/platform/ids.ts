import { randomInt } from "node:crypto";
import { UUID, uuidv7 } from "uuidv7";

/** A new primary key: uuid v7 (RFC 9562), made in code because PostgreSQL has it only from version 18. */
export const newId = (): string => uuidv7();

let lastMs = 0;
let sequence = 0;

/**
 * The key of what happened at `at`: lists that are ordered by key are then ordered by time, whenever it was written. Keys of
 * one millisecond that are made one after the other keep that order (RFC 9562 §6.2, method 1).
 */
export function newIdAt(at: Date): string {
  const ms = at.getTime();
  sequence = ms === lastMs ? (sequence + 1) & 0xfff : randomInt(2 ** 11);
  lastMs = ms;
  return UUID.fromFieldsV7(ms, sequence, randomInt(2 ** 30), randomInt(2 ** 32)).toString();
}
