import { afterAll } from "vitest";

let probes = 0;

/** Counts one call by somebody who must not get through, or must and does. */
export function countProbe(): void {
  probes += 1;
}

/** Prints the number of probes of a file when it is done. */
export function tellProbes(what: string): void {
  afterAll(() => {
    process.stdout.write(`${probes} probes of ${what}\n`);
  });
}
