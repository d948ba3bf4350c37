import type { TestProject } from "vitest/node";
import { openCluster, openDatabase } from "#cli/launch/postgres/cluster.ts";
import { prepareTemplate } from "./template.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a database whose owner may make others, and the name of the migrated template. */
    testServer: { ownerUrl: string; template: string };
  }
}

/**
 * Before integration tests: brings the test PostgreSQL (a cluster of its own beside that of `npm start`; or the one at
 * TEST_DATABASE_URL, whose user may make databases and roles) and the migrated template that test databases are copied from.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide("testServer", { ownerUrl: given, template: await prepareTemplate(given) });
    return async () => {};
  }
  const cluster = await openCluster({ name: "test-postgres", disposable: true });
  const ownerUrl = await openDatabase(cluster, "manifold_test");
  project.provide("testServer", { ownerUrl, template: await prepareTemplate(ownerUrl) });
  return () => cluster.release();
}
