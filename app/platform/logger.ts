import pino from "pino";
import { remember } from "./remember.ts";

/** The log of this process: one JSON object a line on standard output. Level: `LOG_LEVEL`. */
export const logger = remember("logger", () =>
  pino({
    level: process.env.LOG_LEVEL ?? "info",
    redact: ["req.headers.cookie", "req.headers.authorization", "password", "*.password"],
  }),
);
