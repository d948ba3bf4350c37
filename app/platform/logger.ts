import process from "node:process";
import pino from "pino";
import { remember } from "./remember.ts";

/** The log of this process: one JSON object a line on standard output. Level: `LOG_LEVEL`. */
export const logger = remember("logger", () => {
  // Standard output itself, not pino's own writer: at the end of a process whose reader is gone (a launcher that was killed)
  // that one tries again for ever, and the process never ends.
  process.stdout.on("error", () => {});
  return pino(
    {
      level: process.env.LOG_LEVEL ?? "info",
      redact: ["req.headers.cookie", "req.headers.authorization", "password", "*.password"],
    },
    process.stdout,
  );
});
