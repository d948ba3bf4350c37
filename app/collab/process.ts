import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { stopInOrder } from "#app/platform/stop-in-order.ts";
import { startTracing } from "#app/platform/tracing.ts";
import { keepSignOfLife, type SignOfLife } from "#app/services/system/sign-of-life.ts";
import { Rooms } from "./rooms.ts";
import { openCollabServer } from "./server.ts";

/**
 * The process that relays between those who edit a draft: `node app/collab/process.ts`. Environment: `COLLAB_PORT` (default
 * 0: any), `COLLAB_HOST` (address at which it listens and is reached by web processes; default 127.0.0.1). There may be
 * several: each draft is held by one of them, by a lease in the database. SIGTERM or SIGINT: what has come is kept, the
 * drafts are given up, editors are told to come back.
 */
async function main(): Promise<void> {
  addAllLocales();
  const tracing = await startTracing("collab");
  const host = process.env.COLLAB_HOST || "127.0.0.1";
  let sign: SignOfLife | undefined;
  const server = await openCollabServer({
    port: Number(process.env.COLLAB_PORT || 0),
    host,
    rooms: async (port) => {
      const address = `${host}:${port}`;
      sign = await keepSignOfLife("collab", address);
      return new Rooms({ id: sign.id, address });
    },
  });
  logger.info({ port: server.port }, "collab process listens");
  stopInOrder("collab process", async () => {
    await server.close();
    await sign?.end();
    await closeDatabase();
    await tracing.end();
  });
  process.send?.({ ready: true, port: server.port });
}

main().catch((error: NodeJS.ErrnoException) => {
  const words =
    error.code === "EADDRINUSE"
      ? `Port ${process.env.COLLAB_PORT} of the collab process is in use. Leave COLLAB_PORT unset to use any that is free.`
      : (error.stack ?? String(error));
  process.stderr.write(`${words}\n`);
  process.exit(1);
});
