import process from "node:process";
import { closeDatabase, withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { closePluginSandbox } from "#app/services/plugin/sandbox.ts";
import { dataFolder, secrets } from "./launch/data-folder.ts";
import { openProductDatabase } from "./launch/database.ts";
import { socketFolder } from "./launch/socket-folder.ts";
import { WrongUsage } from "./rate/errors.ts";

/**
 * Runs the work of a command on the product's database: the one that DATABASE_URL names, or the embedded one, which is
 * joined where `npm start` runs and started for the command where it does not.
 */
export async function withProduct<Result>(work: () => Promise<Result>): Promise<Result> {
  const database = await openProductDatabase(process.env.DATABASE_URL);
  process.env.DATABASE_URL = database.url;
  // The sandbox of a running product, for what a plugin must have a word in.
  process.env.MANIFOLD_SOCKET_DIR ||= socketFolder(dataFolder());
  process.env.MANIFOLD_SECRET ||= secrets(dataFolder()).secret;
  try {
    return await work();
  } finally {
    closePluginSandbox();
    await closeDatabase();
    await database.close();
  }
}

/** The scope of a utility for a person at the terminal, who stands in the audit trail as the operator. */
export async function operatorScope(slug: string, command: string): Promise<Scope> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string; slug: string }>("SELECT id, slug FROM platform.tenant ORDER BY slug"),
  ).catch((error: { code?: string }) => {
    if (error.code !== "42P01" && error.code !== "3F000" && error.code !== "28P01") throw error;
    throw new WrongUsage("The database holds nothing yet: run `npm start` once.");
  });
  const tenant = rows.find((row) => row.slug === slug);
  if (tenant === undefined) {
    const known = rows.map((row) => row.slug).join(", ") || "none yet: run `npm start` once";
    throw new WrongUsage(`There is no utility "${slug}"; known: ${known}`);
  }
  const actor = { kind: "operator" as const, name: `manifold ${command}` };
  return { tenantId: tenant.id, readable: [tenant.id], actor };
}
