import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ExtensionPointName } from "#plugins/sdk/extension-points.ts";
import { sandboxFail } from "../errors.ts";
import { SAMPLES } from "./samples.ts";
import { TEMPLATES } from "./templates.ts";

const SDK_FILE = path.resolve(import.meta.dirname, "../../plugins/sdk/guest.ts");

/**
 * Makes a folder with a plugin that runs: manifest, module, an input to try it with, and settings for the editor.
 * @returns names of the files
 * @throws ManifoldError `BUNDLE_INVALID` when the folder is there already
 */
export function scaffoldPlugin(folder: string, id: string, point: ExtensionPointName): readonly string[] {
  if (existsSync(folder)) throw sandboxFail("BUNDLE_INVALID", { reason: `${folder} exists already` });
  const files = {
    "plugin.json": `${JSON.stringify(manifestOf(id, point), null, 2)}\n`,
    "plugin.ts": moduleText(point),
    "sample.json": `${JSON.stringify(SAMPLES[point], null, 2)}\n`,
    "tsconfig.json": `${JSON.stringify(editorSettings(folder), null, 2)}\n`,
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return Object.keys(files);
}

function manifestOf(id: string, point: ExtensionPointName): object {
  const usesLog = TEMPLATES[point].includes("host.log");
  const reason = { "zh-CN": "记录每次运行", en: "to note each run" };
  return {
    id,
    version: "0.1.0",
    name: { "zh-CN": id, en: id },
    description: { "zh-CN": "请说明它做什么。", en: "Say what it does." },
    publisher: "you",
    licence: "UNLICENSED",
    points: [point],
    capabilities: usesLog ? [{ capability: "log", reason }] : [],
    configuration: [],
  };
}

function moduleText(point: ExtensionPointName): string {
  const hook = TEMPLATES[point];
  const names = ["decimal", "definePlugin", "each"].filter(
    (name) => name === "definePlugin" || hook.includes(`${name}(`) || hook.includes(`${name}.`),
  );
  return `import { ${names.join(", ")} } from "@manifold/sdk";

export default definePlugin({
  hooks: {
    "${point}": ${hook},
  },
});
`;
}

function editorSettings(folder: string): object {
  return {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023"],
      module: "ESNext",
      moduleResolution: "Bundler",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      types: [],
      paths: { "@manifold/sdk": [path.relative(folder, SDK_FILE)] },
    },
    include: ["*.ts"],
  };
}
