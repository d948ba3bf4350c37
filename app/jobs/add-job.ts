import type { z } from "zod";
import type { TenantSql, TenantTx } from "#app/platform/database.ts";
import { traceparent } from "#app/platform/tracing.ts";
import { type JobName, type Jobs, jobs } from "./catalogue.ts";
import type { AnyJob } from "./job.ts";

export interface AddJobOptions {
  /**
   * The idempotency key: while a job of this name and key waits, adding it again replaces its data instead of making a
   * second one. Unique within the tenant and the job's name.
   */
  readonly key?: string;
  /** Not before this instant. */
  readonly runAt?: Date;
}

/** The adder of jobs of one catalogue; the product's own is `addJob`. */
export function adderOf<Catalogue extends Record<string, AnyJob>>(catalogue: Catalogue) {
  return async <Name extends keyof Catalogue & string>(
    tx: TenantTx | TenantSql,
    name: Name,
    data: z.input<Catalogue[Name]["payload"]>,
    { key, runAt }: AddJobOptions = {},
  ): Promise<void> => {
    const job = catalogue[name] as AnyJob;
    const payload = JSON.stringify(job.payload.parse(data));
    const values = [
      name,
      payload,
      key ?? null,
      job.queue ?? null,
      runAt ?? null,
      job.priority ?? 0,
      job.attempts ?? 25,
      traceparent() ?? null,
    ];
    if ("query" in tx) await tx.query(ADD, values);
    else await tx.$executeRawUnsafe(ADD, ...values);
  };
}

/**
 * Adds background work in the transaction that causes it: no commit, no job. The database function stamps the tenant, so
 * work can be added only for the tenant that the transaction has entered.
 *
 * `await addJob(tx, "bill-run.continue", { billRunId }, { key: billRunId })`
 */
export const addJob: <Name extends JobName>(
  tx: TenantTx | TenantSql,
  name: Name,
  data: z.input<Jobs[Name]["payload"]>,
  options?: AddJobOptions,
) => Promise<void> = adderOf(jobs);

const ADD =
  "SELECT app.add_job($1::text, $2::jsonb, $3::text, $4::text, $5::timestamptz, $6::integer, $7::integer, $8::text)";
