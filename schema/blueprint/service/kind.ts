import type { Words } from "#engines/kernel/errors.ts";
import { defineKind, type Reference } from "../kind.ts";
import { changes, sentence } from "../words.ts";
import { type Service, serviceSchema } from "./schema.ts";

/** Services (work orders) as a kind of blueprint item. */
export const serviceKind = defineKind({
  kind: "service",
  label: { "zh-CN": "服务流程", en: "Service" },
  schema: serviceSchema,
  references,
  words: serviceWords,
});

/** The calendar that limits count on, the forms that are filled in and the messages that are sent. */
function references(service: Service): Reference[] {
  const found: Reference[] = [];
  if (typeof service.calendar === "string")
    found.push({ kind: "calendar", key: service.calendar, path: "calendar" });
  if (service.form !== undefined) found.push({ kind: "form", key: service.form, path: "form" });
  service.steps.forEach((step, index) => {
    if (step.form !== undefined) found.push({ kind: "form", key: step.form, path: `steps[${index}].form` });
    step.messages.forEach((message, nth) => {
      found.push({
        kind: "message",
        key: message.template,
        path: `steps[${index}].messages[${nth}].template`,
      });
    });
  });
  return found;
}

/** Says a change step by step; within a step each changed field with its path. */
function serviceWords(before: Service | undefined, after: Service | undefined): Words[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [sentence("新建服务“{0}”", "Created the service “{0}”", [after!.label])];
  if (after === undefined) return [sentence("删除服务“{0}”", "Removed the service “{0}”", [before.label])];
  const said: Words[] = [];
  const old = new Map(before.steps.map((step) => [step.key, step]));
  const current = new Map(after.steps.map((step) => [step.key, step]));
  for (const [key, step] of current) {
    const was = old.get(key);
    if (was === undefined) said.push(sentence("新增环节“{0}”", "Added the step “{0}”", [step.label]));
    else changes(was, step, key, said);
  }
  for (const [key, step] of old)
    if (!current.has(key)) said.push(sentence("删除环节“{0}”", "Removed the step “{0}”", [step.label]));
  const order = (service: Service) =>
    service.steps.map(({ key }) => key).filter((key) => old.has(key) && current.has(key));
  if (order(before).join() !== order(after).join())
    said.push(sentence("环节顺序改为 {0}", "The order of the steps is now {0}", [order(after).join(" → ")]));
  const { steps: _before, ...restBefore } = before;
  const { steps: _after, ...restAfter } = after;
  changes(restBefore, restAfter, "", said);
  return said;
}
