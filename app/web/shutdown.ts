import { logger } from "#app/platform/logger.ts";
import { remember } from "#app/platform/remember.ts";

type Step = readonly [name: string, run: () => Promise<void>];

function steps(): Step[] {
  return remember("shutdown", () => []);
}

/** Something to close before the process ends, e.g. the database pool. Runs after the last request was answered. */
export function onShutdown(name: string, run: () => Promise<void>): void {
  steps().push([name, run]);
}

/** Last opened, first closed. A step that fails is logged and does not keep the others from closing. */
export async function runShutdownSteps(): Promise<void> {
  for (const [name, run] of steps().splice(0).reverse()) {
    try {
      await run();
    } catch (error) {
      logger.error({ err: error, step: name }, "could not close");
    }
  }
}
