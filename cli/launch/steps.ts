/** One line for each step of a launch, with the time it took; long steps say in between that they still run. */
export class Steps {
  readonly #write: (line: string) => void;
  readonly #startedMs = Date.now();

  constructor(write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {
    this.#write = write;
  }

  /**
   * Runs one step. `work` may call `progress` with words on how far it is; they are printed at most every few seconds.
   * What `work` returns as text is added to the line of the finished step.
   */
  async run<Result>(
    name: string,
    work: (progress: (words: string) => void) => Promise<Result>,
    note: (result: Result) => string = () => "",
  ): Promise<Result> {
    const startedMs = Date.now();
    let words = "";
    let toldMs = startedMs;
    const tell = (): void => {
      toldMs = Date.now();
      this.#write(`… ${name}${words === "" ? "" : `: ${words}`}  ${secondsSince(startedMs)}`);
    };
    const ticker = setInterval(() => {
      if (Date.now() - toldMs >= TELL_AFTER_MS) tell();
    }, 1_000);
    try {
      const result = await work((progress) => {
        words = progress;
      });
      const end = note(result);
      this.#write(`✓ ${name}${end === "" ? "" : `: ${end}`}  ${secondsSince(startedMs)}`);
      return result;
    } catch (error) {
      this.#write(`✗ ${name}  ${secondsSince(startedMs)}`);
      throw error;
    } finally {
      clearInterval(ticker);
    }
  }

  say(line: string): void {
    this.#write(line);
  }

  /** Time since the first step, e.g. `7.2 s`. */
  get total(): string {
    return secondsSince(this.#startedMs);
  }
}

const TELL_AFTER_MS = 5_000;

export function secondsSince(startedMs: number): string {
  const seconds = (Date.now() - startedMs) / 1000;
  return seconds < 100
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
