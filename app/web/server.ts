import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { closeDatabase, databaseAnswers } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { stopInOrder } from "#app/platform/stop-in-order.ts";
import { startTracing } from "#app/platform/tracing.ts";
import { keepSignOfLife } from "#app/services/system/sign-of-life.ts";
import { assembleApp } from "./app.ts";
import { addReadinessCheck, startDraining } from "./health.ts";
import { onShutdown, runShutdownSteps } from "./shutdown.ts";

const DRAIN_TIMEOUT_MS = 10_000;

/**
 * The web process: `node app/web/server.ts`. Environment: `PORT` (default 3000), `HOST` (default all addresses),
 * `NODE_ENV` (`development` serves from source), `TRUSTED_PROXIES` (number of proxies in front, default 0).
 * SIGTERM or SIGINT: no new connections, open requests get 10 s, then the process ends with 0.
 */
async function main(): Promise<void> {
  const root = path.resolve(import.meta.dirname, "../..");
  const server = createServer();
  await assembleApp(server, {
    root,
    development: process.env.NODE_ENV === "development",
    trustedProxies: Number(process.env.TRUSTED_PROXIES ?? 0),
  });
  addReadinessCheck("database", async () => {
    if (!(await databaseAnswers())) throw new Error("the database does not answer");
  });
  onShutdown("database", closeDatabase);
  const tracing = await startTracing("web");
  onShutdown("traces", () => tracing.end());
  const sign = await keepSignOfLife("web");
  onShutdown("sign of life", () => sign.end());
  await listen(server, Number(process.env.PORT ?? 3000), process.env.HOST);
  const { port } = server.address() as AddressInfo;
  logger.info({ port }, "web process listens");
  stopInOrder("web process", async () => {
    await drain(server);
    await runShutdownSteps();
  });
  // The launcher waits for this message; run by hand there is nobody to tell.
  process.send?.({ ready: true, port });
}

async function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** No new connections; open requests get some seconds. */
async function drain(server: Server): Promise<void> {
  startDraining();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS);
  await closed;
  clearTimeout(cut);
}

main().catch((error: NodeJS.ErrnoException) => {
  const words =
    error.code === "EADDRINUSE"
      ? `Port ${process.env.PORT ?? 3000} is in use. Stop what uses it, or choose another: PORT=3001 npm start`
      : error.code === "EACCES"
        ? `Port ${process.env.PORT ?? 3000} may not be opened by this user. Choose one above 1024: PORT=3000 npm start`
        : (error.stack ?? String(error));
  process.stderr.write(`${words}\n`);
  process.exit(1);
});
