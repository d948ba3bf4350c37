import { withIdentity } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { CHAINS } from "./chains.ts";
import { sealRows } from "./seal-rows.ts";

const SEAL_INTERVAL_MS = 10_000;

/** Seals what was written in every utility, each 10 s. It may run in several processes: they wait for one another. */
export function keepSealing(): { end(): Promise<void> } {
  let round = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(sealAll);
  }, SEAL_INTERVAL_MS);
  return {
    end: () => {
      clearInterval(timer);
      return round;
    },
  };
}

async function sealAll(): Promise<void> {
  try {
    const { rows } = await withIdentity((sql) =>
      sql.query<{ id: string }>("SELECT id FROM platform.tenant ORDER BY id"),
    );
    for (const { id } of rows) {
      for (const chain of CHAINS) await sealRows(systemScope(id, "sealer"), chain, new Date());
    }
  } catch (error) {
    logger.warn({ err: error }, "rows could not be sealed; they will be in the next round");
  }
}
