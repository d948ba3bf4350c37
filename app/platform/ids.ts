import { randomInt } from "node:crypto";
import { UUID, uuidv7 } from "uuidv7";

/** A new primary key: uuid v7 (RFC 9562), made in code because PostgreSQL has it only from version 18. */
export const newId = (): string => uuidv7();

/** The key of what happened at `at`: lists that are ordered by key are then ordered by time, whenever it was written. */
export const newIdAt = (at: Date): string =>
  UUID.fromFieldsV7(at.getTime(), randomInt(2 ** 12), randomInt(2 ** 30), randomInt(2 ** 32)).toString();
