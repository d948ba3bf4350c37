import { z } from "zod";
import { localCapability } from "./capability.ts";

/** Nothing to narrow: the right is there or not. */
const bare = z.strictObject({});
const keep = () => ({});

export const log = localCapability({
  name: "log",
  summary: "Writes a line to the plugin's log, which the tenant and the developer can read.",
  scope: bare,
  narrow: keep,
  consent: () => ({ "zh-CN": "写入自己的运行日志", en: "Write to its own log" }),
  deterministic: true,
  input: z.strictObject({ level: z.enum(["debug", "info", "warn", "error"]), text: z.string() }),
  output: z.void(),
});

export const clockNow = localCapability({
  name: "clock.now",
  summary: "The current instant in milliseconds since 1970-01-01T00:00Z.",
  scope: bare,
  narrow: keep,
  consent: () => ({ "zh-CN": "读取当前时间", en: "Read the current time" }),
  deterministic: false,
  input: z.void(),
  output: z.number(),
});

export const random = localCapability({
  name: "random",
  summary: "A random number, at least 0 and below 1.",
  scope: bare,
  narrow: keep,
  consent: () => ({ "zh-CN": "使用随机数", en: "Use random numbers" }),
  deterministic: false,
  input: z.void(),
  output: z.number(),
});
