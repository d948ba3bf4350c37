import { logger } from "#app/platform/logger.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { draftErrors } from "#app/services/draft/errors.ts";
import { takeLease } from "#app/services/draft/lease.ts";
import { openDraft } from "#app/services/draft/store.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { Room } from "./room.ts";

const fail = errorsOf(draftErrors);

/** A draft that nobody has open any more leaves the memory after this time. */
const IDLE_MS = 30_000;

/** Which process this is: its id in the table of processes, and where the web processes reach it. */
export interface Holder {
  readonly id: string;
  readonly address: string;
}

/** The drafts that this process holds. */
export class Rooms {
  readonly #holder: Holder;
  readonly #rooms = new Map<string, Promise<Room>>();
  readonly #idle = new Map<string, NodeJS.Timeout>();

  constructor(holder: Holder) {
    this.#holder = holder;
  }

  /** The room of a tenant's draft, opened if need be. @throws DRAFT_HELD_ELSEWHERE */
  async of(tenantId: string): Promise<Room> {
    clearTimeout(this.#idle.get(tenantId));
    const kept = this.#rooms.get(tenantId);
    if (kept) return kept;
    const opening = this.#open(systemScope(tenantId, "collab"));
    this.#rooms.set(tenantId, opening);
    opening.catch(() => this.#rooms.delete(tenantId));
    return opening;
  }

  /** To be called when somebody has left a room: an empty one is closed after a while. */
  left(room: Room): void {
    const { tenantId } = room.scope;
    if (room.editors.size > 0) return;
    clearTimeout(this.#idle.get(tenantId));
    const timer = setTimeout(() => {
      if (room.editors.size === 0) void room.end();
    }, IDLE_MS);
    timer.unref();
    this.#idle.set(tenantId, timer);
  }

  async endAll(): Promise<void> {
    const opened = await Promise.allSettled(this.#rooms.values());
    await Promise.all(
      opened.map((result) => (result.status === "fulfilled" ? result.value.end() : undefined)),
    );
  }

  async #open(scope: Scope): Promise<Room> {
    const draft = await openDraft(scope, new Date());
    const lease = await takeLease(scope, {
      draftId: draft.id,
      holder: this.#holder.id,
      address: this.#holder.address,
    });
    if (lease === undefined) throw fail("DRAFT_HELD_ELSEWHERE");
    const room = await Room.open(scope, lease, () => {
      this.#rooms.delete(scope.tenantId);
      clearTimeout(this.#idle.get(scope.tenantId));
      this.#idle.delete(scope.tenantId);
    });
    logger.info({ tenantId: scope.tenantId, draftId: draft.id, epoch: lease.epoch }, "draft opened");
    return room;
  }
}
