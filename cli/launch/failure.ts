/**
 * A reason why the product cannot start or go on that a person can mend. `message` is one line that says what is wrong
 * and what to do; no stack is shown for it.
 */
export class LaunchFailure extends Error {
  override readonly name = "LaunchFailure";
}

const WORDS: Readonly<Record<string, (path: string) => string>> = {
  ENOSPC: (path) => `The disk is full${path}. Free some space and start again.`,
  EDQUOT: (path) => `The disk quota of this user is used up${path}. Free some space and start again.`,
  EROFS: (path) => `The disk is read-only${path}. Put the project on a disk that can be written.`,
  EACCES: (path) =>
    `No permission${path}. Start as the user who owns the project folder, or hand it over: sudo chown -R "$USER" .`,
  EPERM: (path) =>
    `No permission${path}. Start as the user who owns the project folder, or hand it over: sudo chown -R "$USER" .`,
  EMFILE: () => "Too many files are open for this user. Raise the limit (ulimit -n 4096) and start again.",
  ENOMEM: () => "Not enough memory. Close other programs (Manifold needs about 2 GB) and start again.",
};

/** The one line for an error of the operating system, or undefined when it has none. */
export function lineForSystemError(error: unknown): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : WORDS[code];
  return words?.(path === undefined ? "" : ` (${path})`);
}

/** Ends with the one line of a failure, or with the whole stack of an error that nobody foresaw. */
export function explain(error: unknown): string {
  if (error instanceof LaunchFailure) return error.message;
  const known = lineForSystemError(error);
  if (known !== undefined) return known;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
