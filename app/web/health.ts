import { Router } from "express";
import { remember } from "#app/platform/remember.ts";

/** Resolves when the part can serve; rejects with the reason when it cannot. */
export type ReadinessCheck = () => Promise<void>;

interface Health {
  readonly checks: Map<string, ReadinessCheck>;
  draining: boolean;
}

const CHECK_TIMEOUT_MS = 2_000;

function health(): Health {
  return remember("health", () => ({ checks: new Map(), draining: false }));
}

/** Adds a part that must work before traffic may come: `addReadinessCheck("database", () => ping())`. */
export function addReadinessCheck(name: string, check: ReadinessCheck): void {
  health().checks.set(name, check);
}

/** From now on `/health/ready` answers 503, so that a balancer sends no new requests. */
export function startDraining(): void {
  health().draining = true;
}

/** `/health/live`: the process turns. `/health/ready`: every part it needs answers (503 and which one, if not). */
export function healthRoutes(): Router {
  const router = Router();
  router.get("/health/live", (_request, response) => {
    response.setHeader("cache-control", "no-store").json({ status: "live" });
  });
  router.get("/health/ready", async (_request, response) => {
    const parts: Record<string, string> = {};
    await Promise.all(
      [...health().checks].map(async ([name, check]) => {
        parts[name] = await withinTime(check).then(
          () => "ok",
          // The reason goes to the log, not to whoever asks: it may name hosts and users.
          () => "failed",
        );
      }),
    );
    const ready = !health().draining && Object.values(parts).every((state) => state === "ok");
    const status = health().draining ? "draining" : ready ? "ready" : "not ready";
    response
      .status(ready ? 200 : 503)
      .setHeader("cache-control", "no-store")
      .json({ status, parts });
  });
  return router;
}

async function withinTime(check: ReadinessCheck): Promise<void> {
  const late = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  await Promise.race([
    check(),
    new Promise<never>((_resolve, reject) => {
      late.addEventListener("abort", () => reject(late.reason), { once: true });
    }),
  ]);
}
