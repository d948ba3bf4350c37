import { readTenant, withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type ConnectionState, showConnections } from "./connections.ts";

export interface SystemState {
  readonly processes: readonly ProcessState[];
  readonly queues: readonly QueueState[];
  readonly connections: readonly ConnectionState[];
}

export interface ProcessState {
  readonly id: string;
  /** `web`, `worker urgent normal`, … */
  readonly role: string;
  readonly startedAt: string;
  readonly seenAt: string;
  /** False when it gave no sign for three of its intervals: it was killed, or hangs. */
  readonly alive: boolean;
}

/** The jobs of this utility of one kind. */
export interface QueueState {
  readonly task: string;
  readonly waiting: number;
  readonly running: number;
  /** Gave up after all attempts: somebody must look. */
  readonly failed: number;
  readonly oldestAt: string | null;
}

const SILENT_AFTER = "30 seconds";

/** What runs, and what of this utility waits. Processes are shared by all utilities; of queues one sees one's own. */
export async function showSystem(scope: Scope): Promise<SystemState> {
  const [processes, queues, connections] = await Promise.all([
    listProcesses(),
    listQueues(scope),
    showConnections(),
  ]);
  return { processes, queues, connections };
}

async function listProcesses(): Promise<ProcessState[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string; role: string; started_at: Date; seen_at: Date; alive: boolean }>(
      `SELECT id, role, started_at, seen_at, seen_at > now() - interval '${SILENT_AFTER}' AS alive FROM identity.process
       WHERE seen_at > now() - interval '1 hour' ORDER BY role, id`,
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    startedAt: row.started_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    alive: row.alive,
  }));
}

async function listQueues(scope: Scope): Promise<QueueState[]> {
  const rows = await readTenant<{
    task: string;
    waiting: number;
    running: number;
    failed: number;
    oldest_at: Date | null;
  }>(
    scope,
    "system.queues",
    `SELECT task, waiting::int AS waiting, running::int AS running, failed::int AS failed, oldest_at FROM app.job_summary()`,
    [],
  );
  return rows.map(({ oldest_at, ...row }) => ({ ...row, oldestAt: oldest_at?.toISOString() ?? null }));
}
