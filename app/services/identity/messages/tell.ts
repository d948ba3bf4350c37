import { withTenantSql } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { queueMessage } from "#app/services/message/queue-message.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";

/** A message about an account, to an address that is known or to be proved. */
export interface AccountMessage {
  readonly template:
    | "staff-invitation"
    | "password-reset"
    | "password-changed"
    | "one-time-code"
    | "new-device"
    | "account-shared";
  readonly to: { readonly channel: "sms" | "email"; readonly address: string; readonly locale?: Locale };
  readonly data: JsonObject;
  /** Links and codes that let in: sealed in the outbox, shown to nobody. */
  readonly secret?: JsonObject;
  readonly key: string;
}

/**
 * Queues a message in the utility's outbox, after what it tells of was committed by the identity role. Were the process to
 * die between the two, the person asks again.
 */
export async function tell(tenantId: string, message: AccountMessage): Promise<void> {
  const scope = systemScope(tenantId, "identity");
  await withTenantSql(scope, (sql) => queueMessage(sql, scope, { ...message, now: new Date() }));
}

/** The same where the answer must not tell whether there was anybody to write to: what goes wrong stands in the log only. */
export async function tellQuietly(tenantId: string, message: AccountMessage): Promise<void> {
  try {
    await tell(tenantId, message);
  } catch (error) {
    logger.error(
      { err: error, tenantId, template: message.template },
      "a message about an account was not queued",
    );
  }
}
