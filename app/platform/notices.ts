import { listenTo, type TenantSql } from "./database.ts";
import { remember } from "./remember.ts";

/**
 * Short notices from one process to all others, by PostgreSQL's LISTEN and NOTIFY: something of this tenant has changed,
 * look again. They hold ids only and may get lost (a connection that breaks): who listens also looks by itself.
 */
export type Topic = "alarm" | "tenant";

export interface Notice {
  readonly topic: Topic;
  readonly tenantId: string;
  readonly id: string;
}

const CHANNEL = "manifold_notice";

/** Tells everybody who listens, when the caller's transaction commits. */
export async function notify(sql: TenantSql, topic: Topic, tenantId: string, id: string): Promise<void> {
  await sql.query("SELECT pg_notify($1, $2)", [CHANNEL, `${topic} ${tenantId} ${id}`]);
}

type Listener = (notice: Notice) => void;

/** Hears the notices of a tenant (null: of every one) until the signal fires. */
export function onNotice(
  topic: Topic,
  tenantId: string | null,
  signal: AbortSignal,
  listener: Listener,
): void {
  if (signal.aborted) return;
  const heard: Listener = (notice) => {
    if (notice.topic === topic && (tenantId === null || notice.tenantId === tenantId)) listener(notice);
  };
  const listeners = ears();
  listeners.add(heard);
  signal.addEventListener("abort", () => listeners.delete(heard), { once: true });
}

/** One connection a process, opened when the first one listens. */
function ears(): Set<Listener> {
  return remember("notices", () => {
    const listeners = new Set<Listener>();
    listenTo(CHANNEL, (payload) => {
      const [topic, tenantId, id] = payload.split(" ");
      if (topic === undefined || tenantId === undefined || id === undefined) return;
      for (const listener of listeners) listener({ topic: topic as Topic, tenantId, id });
    });
    return listeners;
  });
}
