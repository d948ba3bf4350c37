import { defineConfig } from "vitest/config";

// Three projects: `unit` needs nothing but Node; `integration` needs the PostgreSQL that tests/global-setup.ts brings;
// `long` holds what needs minutes or hours (`npm run test:long`).
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["{app,cli,engines,plugins,sandbox,schema,seed,tests/unit}/**/*.test.ts"],
          exclude: ["**/*.{integration,long}.test.ts", "**/node_modules/**"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: ["**/node_modules/**"],
          globalSetup: ["./tests/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "long",
          include: ["**/*.long.test.ts"],
          exclude: ["**/node_modules/**"],
          globalSetup: ["./tests/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 4 * 60 * 60_000,
          hookTimeout: 10 * 60_000,
        },
      },
    ],
  },
});
