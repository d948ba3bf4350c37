import type { Cell, GuestSettings, OpenGuest } from "./cell.ts";
import { LoadFailed } from "./cell.ts";

/** Isolates kept warm in one process; beyond it the least recently used one without calls goes. */
const CELLS_MAX = 24;
/** Contexts kept in one isolate: one for each set of grants. */
const KEPT_MAX = 4;
/** Memory limit of the isolate that is made ahead; another limit is made when it is asked for. */
const SPARE_MEMORY_MB = 32;

/** The isolate of one plugin version of one tenant, with the contexts that live on between calls. */
export interface WarmCell {
  readonly key: string;
  readonly hash: string;
  readonly cell: Cell;
  readonly kept: Map<string, OpenGuest>;
  /** Calls that are running or parked in it. */
  calls: number;
}

/** Isolates by tenant and bundle. No isolate ever changes hands. */
export class WarmCells {
  readonly #make: (memoryMb: number) => Cell;
  readonly #cells = new Map<string, WarmCell>();
  readonly #sources = new Map<string, string>();
  #spare: Cell | undefined;

  constructor(make: (memoryMb: number) => Cell) {
    this.#make = make;
    this.#spare = make(SPARE_MEMORY_MB);
  }

  keepSource(hash: string, source: string): void {
    this.#sources.set(hash, source);
  }

  cellFor(tenantId: string, hash: string, memoryMb: number): WarmCell {
    const key = `${tenantId} ${hash} ${memoryMb}`;
    const found = this.#cells.get(key);
    // Out and in again: a Map keeps the order in which keys went in, so the first is the least recently used.
    if (found !== undefined) this.#cells.delete(key);
    const warm = found ?? {
      key,
      hash,
      cell: this.#take(memoryMb),
      kept: new Map<string, OpenGuest>(),
      calls: 0,
    };
    this.#cells.set(key, warm);
    for (const [oldKey, old] of this.#cells) {
      if (this.#cells.size <= CELLS_MAX) break;
      if (old === warm || old.calls > 0) continue;
      this.#cells.delete(oldKey);
      old.cell.dispose();
    }
    return warm;
  }

  /** A context for a call: of its own, or the one that lives on. */
  guestIn(warm: WarmCell, settings: GuestSettings, fresh: boolean, timeoutMs: number): OpenGuest {
    const source = this.#sources.get(warm.hash);
    if (source === undefined) throw new LoadFailed("its source was not sent");
    if (fresh) return warm.cell.open(source, settings, timeoutMs);
    const key = JSON.stringify(settings);
    const found = warm.kept.get(key);
    if (found !== undefined) return found;
    const opened = warm.cell.open(source, settings, timeoutMs);
    warm.kept.set(key, opened);
    const [oldest] = warm.kept.keys();
    if (warm.kept.size > KEPT_MAX && oldest !== undefined) {
      warm.kept.get(oldest)?.close();
      warm.kept.delete(oldest);
    }
    return opened;
  }

  drop(warm: WarmCell): void {
    if (this.#cells.get(warm.key) === warm) this.#cells.delete(warm.key);
    warm.cell.dispose();
  }

  #take(memoryMb: number): Cell {
    const spare = memoryMb === SPARE_MEMORY_MB ? this.#spare : undefined;
    if (spare === undefined) return this.#make(memoryMb);
    this.#spare = undefined;
    // Made again once the call at hand is answered.
    setImmediate(() => {
      this.#spare ??= this.#make(SPARE_MEMORY_MB);
    });
    return spare;
  }
}
