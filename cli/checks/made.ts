import { buildPages } from "../launch/pages.ts";
import { generatePrismaClient } from "../launch/prisma-client.ts";
import { type Check, NOTHING } from "./check.ts";

/** Types and tests need the client that is written from the models; a fresh clone has none. */
export const DATABASE_CLIENT = making("database client", generatePrismaClient);

/** The browser tests, and every test that starts the product, need the built pages. */
export const PAGES = making("pages", buildPages);

function making(name: string, make: () => Promise<unknown>): Check {
  return {
    name,
    run: async () => {
      await make();
      return { counts: { ...NOTHING, passed: 1 }, output: "" };
    },
  };
}
