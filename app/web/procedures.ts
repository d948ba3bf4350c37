import { createExpressMiddleware } from "@trpc/server/adapters/express";
import { Router } from "express";
import { appRouter } from "#app/trpc/router.ts";
import { contextsOf } from "./context.ts";

/** Larger things are uploaded to endpoints, which stream. */
const BODY_SIZE_MAX = 1_000_000;
const BATCH_SIZE_MAX = 20;

/** Serves the procedures to browsers and programs at `/t/<slug>/api/trpc` and, under a utility's host name, `/api/trpc`. */
export function procedureRoutes(): Router {
  const router = Router();
  const handler = createExpressMiddleware({
    router: appRouter,
    createContext: async ({ req, res }) => (await contextsOf(req, res)).trpc,
    maxBodySize: BODY_SIZE_MAX,
    maxBatchSize: BATCH_SIZE_MAX,
    responseMeta: () => ({ headers: { "cache-control": "private, no-store" } }),
  });
  router.use(["/t/:tenant/api/trpc", "/api/trpc"], handler);
  return router;
}
