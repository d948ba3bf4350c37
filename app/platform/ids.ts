import { uuidv7 } from "uuidv7";

/** A new primary key: uuid v7 (RFC 9562), made in code because PostgreSQL has it only from version 18. */
export const newId = (): string => uuidv7();
