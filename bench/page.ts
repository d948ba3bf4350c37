import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { type Report, ratePerSecond } from "./harness.ts";
import type { Page, renderer } from "./page/render.tsx";

/** How often a second one core renders a list of 50 rows, against the same rows in a Mantine table written plainly. */
export default async function page(report: Report): Promise<void> {
  process.env.NODE_ENV = "production";
  const outDir = path.resolve("node_modules/.cache/manifold/bench-page");
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    logLevel: "error",
    mode: "production",
    build: {
      ssr: path.join(import.meta.dirname, "page/render.tsx"),
      outDir,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: "render.mjs" } },
    },
  });
  const built = (await import(pathToFileURL(path.join(outDir, "render.mjs")).href)) as {
    renderer: typeof renderer;
  };
  const pages = ["ours", "plain", "nothing"] satisfies Page[];
  const best = {} as Record<Page, number>;
  for (const name of pages) {
    const render = await built.renderer(name);
    if (name === "ours" && render().split("<tr>").length !== 52)
      throw new Error("The list has not its 50 rows and head");
    best[name] = ratePerSecond(render, 1);
  }
  const unit = "pages/s";
  report({
    name: "list of 50 rows: page head, filters, rows, paging",
    value: best.ours,
    unit,
    baseline: `the 50 rows in a Mantine table (${best.plain.toFixed(0)}/s)`,
    ratio: best.ours / best.plain,
    goal: "≥ 4",
  });
  // Theme and routing cost the same around both; without them the rows themselves are compared.
  const cost = (name: Page): number => 1 / best[name] - 1 / best.nothing;
  report({
    name: "the same without what is around every page",
    value: 1 / cost("ours"),
    unit,
    baseline: "the Mantine table, likewise",
    ratio: cost("plain") / cost("ours"),
    goal: "≥ 4",
  });
}
