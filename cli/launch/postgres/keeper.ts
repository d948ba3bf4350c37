import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { secrets } from "../data-folder.ts";
import { explain, LaunchFailure } from "../failure.ts";
import { lives, markOf } from "../processes.ts";
import { SUPERUSER } from "./cluster.ts";
import { readNote, writeNote } from "./keeper-note.ts";
import { isNeeded } from "./leases.ts";
import { Server } from "./server.ts";

/**
 * The keeper of one cluster: `node keeper.ts <folder of the cluster> durable|disposable`. It runs the server while a
 * living process holds a lease, starts it again when it was killed, and ends with it. One keeper to a cluster.
 */
const POLL_MS = 200;
/** A server that was killed is started again at most this many times in a row. */
const RESTARTS_MAX = 5;
const SETTLED_MS = 60_000;

async function keep(home: string, disposable: boolean): Promise<void> {
  const keeper = markOf(process.pid);
  if (keeper === undefined) throw new Error("this process cannot see its own start");
  const earlier = readNote(home);
  if (earlier !== undefined && lives(earlier.keeper)) return;
  writeNote(home, { state: "starting", keeper });
  // Of two keepers that saw no third, the one whose note stands goes on.
  await sleep(POLL_MS / 4);
  if (readNote(home)?.keeper.pid !== process.pid) return;

  let mayRun = true;
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => (mayRun = false));
  try {
    const server = await Server.at(home, disposable);
    await server.initialise(SUPERUSER, secrets(path.dirname(home)).postgresPassword);
    let restarts = 0;
    while (mayRun && isNeeded(home)) {
      if (restarts > RESTARTS_MAX)
        throw new LaunchFailure("PostgreSQL stopped again and again. See its server.log.");
      const startedMs = Date.now();
      const port = await server.start();
      writeNote(home, { state: "ready", keeper, port });
      while (server.isRunning && mayRun && isNeeded(home)) await sleep(POLL_MS);
      restarts = Date.now() - startedMs > SETTLED_MS ? 0 : restarts + 1;
    }
    writeNote(home, { state: "stopping", keeper });
    await server.stop();
  } catch (error) {
    console.error(error);
    writeNote(home, { state: "failed", keeper, reason: explain(error).split("\n")[0] ?? "" });
    process.exitCode = 1;
  }
}

const [home, kind] = process.argv.slice(2);
if (home === undefined || kind === undefined) throw new Error("usage: keeper.ts <folder> durable|disposable");
await keep(home, kind === "disposable");
