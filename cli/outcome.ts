import process from "node:process";
import { CommanderError } from "commander";
import { ManifoldError } from "#engines/kernel/errors.ts";

/** How a command ends: 0 done, 1 the data is wrong, 2 the command was not used as it must be. */
export const EXIT = { ok: 0, badData: 1, wrongUsage: 2 } as const;

/** An error that says which exit code it means; anything else unexpected is a fault of the program. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.wrongUsage;
  if (error instanceof Error && error.name === "WrongUsage") return EXIT.wrongUsage;
  return EXIT.badData;
}

/** The error as one line of JSON: what scripts read from stderr. */
export function errorJson(error: unknown): string {
  if (error instanceof ManifoldError) {
    const remedy = error.remedyIn("en");
    return JSON.stringify({ error: { ...error.toJSON(), ...(remedy === "" ? {} : { remedy }) } });
  }
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof CommanderError || (error instanceof Error && error.name === "WrongUsage")
      ? "WRONG_USAGE"
      : "UNEXPECTED";
  return JSON.stringify({ error: { code, message } });
}

/**
 * Runs the work of a command. A ManifoldError or wrong usage goes to stderr as JSON and sets the exit code; a fault of
 * the program also prints its stack where MANIFOLD_DEBUG is set.
 */
export async function concluding(work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${errorJson(error)}\n`);
    if (process.env.MANIFOLD_DEBUG !== undefined && error instanceof Error) {
      process.stderr.write(`${error.stack}\n`);
    }
    process.exitCode = exitCodeOf(error);
  }
}

/** Writes all of a text before the process may end. A reader that has seen enough (`| head`) is no error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: NodeJS.ErrnoException | null | undefined) => {
      if (error === null || error === undefined || error.code === "EPIPE") resolve();
      else reject(error);
    };
    process.stdout.once("error", settle);
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`, (error) => {
      settle(error);
    });
  });
}
