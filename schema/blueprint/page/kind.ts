import { defineKind, type Reference } from "../kind.ts";
import { saidByLabel } from "../words.ts";
import { pageSchema } from "./schema.ts";

/** Pages of workspace and portal as a kind of blueprint item. */
export const pageKind = defineKind({
  kind: "page",
  label: { "zh-CN": "页面", en: "Page" },
  schema: pageSchema,
  references: ({ blocks }) =>
    blocks.flatMap((block, at): Reference[] => {
      const mention = (kind: string, keys: readonly string[], field: string) =>
        keys.map((key, n) => ({ kind, key, path: `/blocks/${at}/${field}/${n}` }));
      if (block.block === "services") return mention("service", block.services, "services");
      if (block.block === "cases") return mention("service", block.services ?? [], "services");
      if (block.block === "kpis") return mention("kpi", block.kpis, "kpis");
      return [];
    }),
  words: saidByLabel({ "zh-CN": "页面", en: "page" }),
});
