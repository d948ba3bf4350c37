import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { databaseUrls, parseEnvironment } from "#app/platform/env.ts";
import { TEST_ROLES, withDatabase } from "./template.ts";

export interface TestDatabase {
  readonly name: string;
  /** Addresses of this database: `owner`, `app`, `portal`, `identity`, `jobs`. */
  readonly urls: ReturnType<typeof databaseUrls>;
  /** What roles are derived from, as `migrate` takes it. */
  readonly roles: typeof TEST_ROLES;
}

/**
 * A migrated database of one's own, dropped after the file's tests. Call it at the top of a test file:
 * `const db = await testDatabase()`. The environment of the test is set to it, so `withTenant` and services work as they are.
 */
export async function testDatabase(): Promise<TestDatabase> {
  return makeDatabase(inject("testServer").template);
}

/** An empty database, for tests of the migrations themselves. The environment is set to it, too. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase("template1");
}

async function makeDatabase(template: string): Promise<TestDatabase> {
  const { ownerUrl } = inject("testServer");
  const name = `t_${Date.now().toString(36)}_${randomBytes(4).toString("hex")}`;
  await asOwner(ownerUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  afterAll(() => dropDatabase(ownerUrl, name));
  const variables = {
    DATABASE_URL: withDatabase(ownerUrl, name),
    DATABASE_ROLE_PREFIX: TEST_ROLES.prefix,
    MANIFOLD_SECRET: TEST_ROLES.secret,
    NODE_ENV: "test",
  };
  Object.assign(process.env, variables);
  return { name, urls: databaseUrls(parseEnvironment(variables)), roles: TEST_ROLES };
}

/**
 * Connections that the test has closed may still be ending on the server, and so may an autovacuum worker, which the
 * owner must not end: it is tried again until they are gone.
 */
async function dropDatabase(ownerUrl: string, name: string): Promise<void> {
  const PERMISSION_DENIED = "42501";
  for (let left = 40; ; left -= 1) {
    try {
      return await asOwner(ownerUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    } catch (error) {
      if ((error as { code?: string }).code !== PERMISSION_DENIED || left === 0) throw error;
      await sleep(100);
    }
  }
}

async function asOwner(ownerUrl: string, statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(statement);
  } finally {
    await owner.end();
  }
}
