import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { dataFolder } from "./cli/launch/data-folder.ts";
import { freePort } from "./cli/launch/ports.ts";
import { launchOptions } from "./tests/e2e/browser.ts";

// The product under test: E2E_BASE_URL where one runs already (`npm run dev`), else one started for this run on a port and
// a database of its own. The workers of Playwright read this file again and find the same port in their environment.
const given = process.env.E2E_BASE_URL;
process.env.E2E_PORT ??= String(await freePort(0));
// The product ends with the run, also where the run is killed.
process.env.E2E_RUNNER ??= String(process.pid);
// Where it says how the command line reaches it; a product that runs already is the one of this project.
if (!given) process.env.E2E_PRODUCT ??= path.join(dataFolder(), `e2e-${process.env.E2E_PORT}.json`);
const baseURL = given ?? `http://localhost:${process.env.E2E_PORT}`;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env.CI === "true",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    locale: "zh-CN",
    launchOptions: await launchOptions(),
    screenshot: "only-on-failure",
    // Costs a third of the time of every test; `npx playwright test --trace on` where one is wanted.
    trace: "off",
  },
  ...(given
    ? {}
    : {
        webServer: {
          command: "node tests/e2e/serve.ts",
          url: `${baseURL}/health/ready`,
          timeout: 300_000,
          stdout: "pipe",
          gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
        },
      }),
});
