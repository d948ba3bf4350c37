import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { modelsOf } from "./models.ts";

/** `npm run models`: writes schema/database/models/ from the database at DATABASE_URL. */
export const MODELS_FOLDER = fileURLToPath(new URL("./models/", import.meta.url));

export async function writeModels(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const models = await modelsOf(client);
    mkdirSync(MODELS_FOLDER, { recursive: true });
    for (const file of readdirSync(MODELS_FOLDER)) if (!models.has(file)) rmSync(`${MODELS_FOLDER}${file}`);
    for (const [file, text] of models) writeFileSync(`${MODELS_FOLDER}${file}`, text);
    return models.size;
  } finally {
    await client.end();
  }
}
