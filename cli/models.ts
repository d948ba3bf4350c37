import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrate } from "#schema/database/migrate.ts";
import { writeModels } from "#schema/database/write-models.ts";
import { openCluster, openDatabase } from "./launch/postgres/cluster.ts";
import { generatePrismaClient } from "./launch/prisma-client.ts";

/**
 * `npm run models`, after a new migration: migrates an empty database of the test server, writes the Prisma models from
 * it (schema/database/models/) and the client from them.
 */
const cluster = await openCluster({ name: "test-postgres", disposable: true });
try {
  const ownerUrl = await openDatabase(cluster, "manifold_test");
  const name = `models_${randomBytes(4).toString("hex")}`;
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`CREATE DATABASE ${name}`);
    const url = Object.assign(new URL(ownerUrl), { pathname: `/${name}` }).toString();
    await migrate({
      url,
      roles: { prefix: "manifold_models", secret: "for a database that lives for a second" },
    });
    process.stdout.write(`${await writeModels(url)} models written to schema/database/models/\n`);
  } finally {
    await owner.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await owner.end();
  }
} finally {
  await cluster.release();
}
await generatePrismaClient();
