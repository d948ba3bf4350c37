import { readTenant, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import type { Locale } from "#engines/kernel/errors.ts";

/** How a customer wants to be told. Entries are `category:channel`. */
export interface MessagePreferences {
  /** Null: the language of the utility. */
  readonly locale: Locale | null;
  readonly declined: readonly string[];
  readonly accepted: readonly string[];
}

export async function showPreferences(scope: Scope): Promise<MessagePreferences> {
  const [row] = await readTenant<MessagePreferences>(
    scope,
    "message.preferences",
    "SELECT locale, declined, accepted FROM message_preference WHERE tenant_id = $1 AND customer_id = $2",
    [scope.tenantId, scope.customerId],
  );
  return row ?? { locale: null, declined: [], accepted: [] };
}

/** What is not declined is accepted in so many words: the consent that some templates ask for. */
export async function setPreferences(scope: Scope, wishes: MessagePreferences, now: Date): Promise<void> {
  const before = await showPreferences(scope);
  await withTenantSql(scope, async (sql) => {
    await sql.query(
      `INSERT INTO message_preference (tenant_id, customer_id, locale, declined, accepted, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT message_preference_pk DO UPDATE SET locale = excluded.locale, declined = excluded.declined,
         accepted = excluded.accepted, changed_at = excluded.changed_at`,
      [scope.tenantId, scope.customerId, wishes.locale, wishes.declined, wishes.accepted, now],
    );
    await audit(sql, scope, {
      action: "prefer",
      noun: "message",
      nounId: scope.customerId ?? "",
      before: { ...before },
      after: { ...wishes },
    });
  });
}
