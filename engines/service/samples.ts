import { type ServiceInput, serviceSchema } from "#schema/blueprint/service/schema.ts";
import { compileService } from "./compile.ts";
import type { ServiceProgram } from "./program.ts";

export const words = (text: string) => ({ "zh-CN": text, en: text });

export const step = (
  key: string,
  more: Partial<ServiceInput["steps"][number]> = {},
): ServiceInput["steps"][number] => ({
  key,
  label: words(key),
  ...(more.wait === undefined ? { assignee: { role: "worker" } } : { kind: "wait" as const }),
  ...more,
});

export const service = (
  steps: ServiceInput["steps"],
  more: Partial<Omit<ServiceInput, "steps">> = {},
): ServiceInput => ({ label: words("service"), category: "other", openedBy: ["staff"], steps, ...more });

export const compiled = (
  steps: ServiceInput["steps"],
  more: Partial<Omit<ServiceInput, "steps">> = {},
): ServiceProgram => compileService(serviceSchema.parse(service(steps, more)));
