import { existsSync } from "node:fs";
import type { Server } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type RequestHandler, Router } from "express";
import { getLoadContext } from "./context.ts";

const ONE_YEAR = "1y";

/** The built pages: assets by hash for ever, other public files for an hour, everything else rendered by Remix. */
export async function builtPages(root: string): Promise<Router> {
  const bundle = path.join(root, "build/server/index.js");
  if (!existsSync(bundle)) {
    throw new Error(
      "The pages are not built. Run: npm start (builds what is stale), or npx remix vite:build",
    );
  }
  const build = (await import(pathToFileURL(bundle).href)) as ServerBuild;
  const router = Router();
  const assets = path.join(root, "build/client/assets");
  router.use("/assets", express.static(assets, { immutable: true, maxAge: ONE_YEAR, index: false }), gone);
  router.use(express.static(path.join(root, "build/client"), { maxAge: "1h", index: false }));
  router.use(createRequestHandler({ build, getLoadContext, mode: "production" }));
  return router;
}

/** Pages from source with hot reload, by Vite inside this process. */
export async function livePages(root: string, server: Server): Promise<Router> {
  const { createServer } = await import("vite");
  const vite = await createServer({
    root,
    server: { middlewareMode: true, hmr: { server } },
    appType: "custom",
  });
  const router = Router();
  router.use(vite.middlewares);
  const handle: RequestHandler = createRequestHandler({
    build: () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>,
    getLoadContext,
    mode: "development",
  });
  router.use(handle);
  server.on("close", () => void vite.close());
  return router;
}

// A missing asset is an old page asking for a file of an older build: a plain 404, not a rendered page.
const gone: RequestHandler = (_request, response) => {
  response.status(404).setHeader("cache-control", "no-store").type("text/plain").send("Not found");
};
