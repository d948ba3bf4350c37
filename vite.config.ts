import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";

/** Of everything that decides how a theme looks, so that browsers fetch a changed one. */
function themeVersion(): string {
  const hash = createHash("sha256");
  const sources = globSync("app/components/theme/*.ts").sort();
  for (const file of [...sources, "node_modules/@mantine/core/package.json"]) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

// Pages only: command line, worker, sandbox and the web server itself run as they are, without a build step.
export default defineConfig({
  plugins: [
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
        v3_lazyRouteDiscovery: true,
      },
    }),
  ],
  define: { "import.meta.env.THEME_VERSION": JSON.stringify(themeVersion()) },
  build: {
    target: "es2022",
    // Charts and maps are loaded on demand by the pages that show them; their chunks are large and known to be.
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
  },
  // Known before the first page is asked for; found page by page, each find would load the browser's modules anew.
  optimizeDeps: {
    entries: [
      "app/root.tsx",
      "app/entry.client.tsx",
      "app/{components,routes}/**/*.{ts,tsx}",
      "!**/*.test.ts",
    ],
  },
  server: { watch: { ignored: ["**/.data/**", "**/build/**", "**/test-results/**"] } },
});
