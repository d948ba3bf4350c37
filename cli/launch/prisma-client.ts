import path from "node:path";
import prisma from "prisma/package.json" with { type: "json" };
import { PROJECT_ROOT } from "./data-folder.ts";
import { runScript } from "./run.ts";
import { hashOf, unlessStamped } from "./stamp.ts";

/** Writes the typed client of the database into schema/database/client when its models changed. Tells whether it did. */
export async function generatePrismaClient(): Promise<boolean> {
  const stamp = hashOf(["schema/database/**/*.prisma", "prisma.config.ts"], [prisma.version]);
  const file = path.join(PROJECT_ROOT, "schema/database/client/.stamp");
  return unlessStamped(file, stamp, async () => {
    const { code, output } = await runScript("node_modules/prisma/build/index.js", ["generate"], {
      environment: {
        // The generator needs no engine, but the command would download one; an existing file keeps it from that.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    });
    if (code !== 0) throw new Error(`the Prisma client could not be generated:\n${output}`);
  });
}
