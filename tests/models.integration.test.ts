import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { expect, it } from "vitest";
import { modelsOf } from "#schema/database/models.ts";
import { MODELS_FOLDER } from "#schema/database/write-models.ts";
import { testDatabase } from "./database.ts";

const db = await testDatabase();

it("the Prisma models are those of the migrated database, table by table (else: npm run models)", async () => {
  const owner = new pg.Client({ connectionString: db.urls.owner });
  await owner.connect();
  const expected = await modelsOf(owner).finally(() => owner.end());
  const files = readdirSync(MODELS_FOLDER);
  expect(files.sort()).toEqual([...expected.keys()].sort());
  for (const [file, text] of expected) expect(readFileSync(MODELS_FOLDER + file, "utf8"), file).toBe(text);
});
