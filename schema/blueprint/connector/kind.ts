import { defineKind } from "../kind.ts";
import { saidByLabel } from "../words.ts";
import { connectorSchema } from "./schema.ts";

/** Ways to the outside as a kind of blueprint item. */
export const connectorKind = defineKind({
  kind: "connector",
  label: { "zh-CN": "外部连接", en: "Connector" },
  schema: connectorSchema,
  references: () => [],
  words: saidByLabel({ "zh-CN": "外部连接", en: "connector" }),
});
