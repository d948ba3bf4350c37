import { logger } from "./logger.ts";

/**
 * Ends a process that is asked to stop, by a signal or because its launcher is gone: `end` finishes what is under way and
 * closes what is open, then the process ends with 0. Asked again, it goes on with the first.
 */
export function stopInOrder(name: string, end: () => Promise<unknown>): void {
  let stopping = false;
  const stop = async (reason: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, `${name} stops`);
    await end();
    process.exit(0);
  };
  for (const reason of ["SIGTERM", "SIGINT", "disconnect"] as const)
    process.once(reason, () => {
      stop(reason).catch((error: unknown) => {
        logger.error({ err: error }, `${name} could not stop in order`);
        process.exit(1);
      });
    });
}
