import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { packFolders, readPackFolder } from "#app/services/blueprint/pack-folder.ts";
import { blueprintDocs } from "#cli/blueprint-docs.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FOLDER = path.join(ROOT, "docs/blueprint");

it("docs/blueprint/ is what the schemas say now (npm run blueprint-docs writes it)", async () => {
  const files = await blueprintDocs();
  expect(readdirSync(FOLDER).sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(readFileSync(path.join(FOLDER, name), "utf8"), name).toBe(text);
});

it("the JSON Schema of a kind accepts every item that ships", async () => {
  const files = await blueprintDocs();
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validators = new Map(
    [...files].flatMap(([name, text]) =>
      name.endsWith(".schema.json")
        ? [[name.replace(".schema.json", ""), ajv.compile(JSON.parse(text) as object)] as const]
        : [],
    ),
  );
  for (const folder of await packFolders(path.join(ROOT, "tenants"))) {
    for (const { kind, key, content } of (await readPackFolder(folder)).pack?.items ?? []) {
      const validate = validators.get(kind);
      expect(validate?.(content), `${kind}/${key}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    }
  }
});
