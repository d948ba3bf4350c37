import type { TenantSql } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type MessageTo, queueMessage } from "#app/services/message/queue-message.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { type CaseState, type Happening, stepOf } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Step } from "#schema/blueprint/service/schema.ts";
import type { PinnedCase } from "./case-row.ts";
import { subjectContext } from "./case-subject.ts";
import { listWorkers } from "./staff.ts";

type Message = Step["messages"][number];

/** What happened to a task → the occasion on which its step sends messages. */
const OCCASIONS: Readonly<Partial<Record<Happening["kind"], Message["on"]>>> = {
  entered: "enter",
  left: "leave",
  reminded: "reminder",
  overdue: "overdue",
};

/**
 * Queues the messages that the steps of a service send, in the transaction of what happened, each once: the key names the
 * task and the occasion. Who cannot be reached, or a template that is gone, is written into the log and holds nobody up.
 */
export async function sendMessages(
  sql: TenantSql,
  scope: Scope,
  pinned: PinnedCase,
  state: CaseState,
  happenings: readonly Happening[],
  now: Date,
): Promise<void> {
  for (const happening of happenings) {
    const occasion = OCCASIONS[happening.kind];
    if (occasion === undefined || !("step" in happening) || !("task" in happening)) continue;
    const { source } = stepOf(pinned.program, happening.step);
    const messages = source.messages.filter(({ on }) => on === occasion);
    if (messages.length === 0) continue;
    const data = await dataOf(sql, scope, pinned, source);
    const assignee = state.tasks[happening.task - 1]?.assignee ?? null;
    for (const [nth, message] of messages.entries()) {
      for (const [who, to] of (await recipients(sql, scope, pinned, message, assignee)).entries()) {
        const key = `case/${pinned.facts.id}/${happening.task}/${occasion}/${nth}/${who}`;
        await queue(sql, scope, { template: message.template, to, data, key, caseId: pinned.facts.id, now });
      }
    }
  }
}

async function queue(
  sql: TenantSql,
  scope: Scope,
  { caseId, ...input }: Parameters<typeof queueMessage>[2] & { readonly caseId: string },
): Promise<void> {
  try {
    await queueMessage(sql, scope, { ...input, about: { noun: "case", id: caseId } });
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    logger.warn({ caseId, template: input.template, err: error }, "message of a case was not queued");
  }
}

async function recipients(
  sql: TenantSql,
  scope: Scope,
  { facts }: PinnedCase,
  { to }: Message,
  assignee: string | null,
): Promise<MessageTo[]> {
  if (to === "customer") return facts.customerId === null ? [] : [{ customerId: facts.customerId }];
  if (to === "assignee") return assignee === null ? [] : [{ personId: assignee }];
  const workers = await listWorkers(sql, scope.tenantId, { role: to.role });
  return workers.map(({ personId }) => ({ personId }));
}

async function dataOf(sql: TenantSql, scope: Scope, pinned: PinnedCase, step: Step): Promise<JsonObject> {
  const { label } = pinned.program.source;
  const told = step.visible ?? step.label;
  return {
    ...(await subjectContext(sql, scope.tenantId, pinned.facts)),
    caseId: pinned.facts.id,
    caseNumber: pinned.facts.number,
    serviceZh: label["zh-CN"],
    serviceEn: label.en,
    stepZh: told["zh-CN"],
    stepEn: told.en,
  };
}
