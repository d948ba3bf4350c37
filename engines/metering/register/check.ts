import type { EstimationProgram, Severity } from "../validate/program.ts";
import { advanceOf } from "./advance.ts";
import { type IndexRead, isUsable, type RegisterShape } from "./index-read.ts";

/** What a check found at one index read. */
export interface RegisterFinding {
  readonly check: "backwards" | "rollover";
  readonly severity: Severity;
  readonly atMs: number;
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * M19, M20: walks the final reads of a register in time and finds indices that go backwards or roll over. Each read is
 * held against the last one that stood; a read that goes backwards does not become the measure of the next.
 */
export function checkRegister(
  program: EstimationProgram,
  register: RegisterShape,
  reads: readonly IndexRead[],
): RegisterFinding[] {
  const findings: RegisterFinding[] = [];
  let last: (IndexRead & { index: NonNullable<IndexRead["index"]> }) | undefined;
  for (const read of reads) {
    if (!isUsable(read)) continue;
    const advance = last && advanceOf(register, last.index, read.index, program.rolloverShare);
    if (last !== undefined && advance !== undefined && advance.kind !== "forward") {
      findings.push({
        check: advance.kind,
        severity: advance.kind === "rollover" ? "info" : program.backwards.severity,
        atMs: read.atMs,
        detail: {
          index: read.index.toString(),
          previousIndex: last.index.toString(),
          previousTime: new Date(last.atMs).toISOString(),
        },
      });
    }
    if (advance?.kind !== "backwards") last = read;
  }
  return findings;
}
