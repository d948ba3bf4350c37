import { defineKind } from "../kind.ts";
import { saidByLabel } from "../words.ts";
import { calendarSchema } from "./schema.ts";

/** Working calendars as a kind of blueprint item. */
export const calendarKind = defineKind({
  kind: "calendar",
  label: { "zh-CN": "工作日历", en: "Calendar" },
  schema: calendarSchema,
  references: () => [],
  words: saidByLabel({ "zh-CN": "工作日历", en: "calendar" }),
});
