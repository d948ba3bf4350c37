import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { seal, unseal } from "#app/platform/sealed.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { identityError } from "../errors.ts";
import { tenantOf } from "../tenant-of.ts";
import { type Client, discover, issuerOf } from "./discover.ts";

const PURPOSE = "sign-on client secret";

/** How a utility's staff sign on elsewhere, as it may be shown: the secret never leaves the database again. */
export interface SignOnSettings {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly enabled: boolean;
  /** Members who have signed on by it. */
  readonly links: number;
}

export interface SignOnInput {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Left out: the one that is kept stays. */
  readonly secret?: string | undefined;
  readonly enabled: boolean;
}

interface ProviderRow {
  name: string;
  issuer: string;
  client_id: string;
  secret: string;
  enabled: boolean;
}

export async function showSignOn({ tenantId }: Scope): Promise<SignOnSettings | null> {
  return withIdentity(async (sql) => {
    const row = await providerOf(sql, tenantId);
    if (row === undefined) return null;
    const { rows } = await sql.query<{ links: number }>(
      "SELECT count(*)::int AS links FROM identity.sign_on_link WHERE tenant_id = $1 AND issuer = $2",
      [tenantId, row.issuer],
    );
    const { name, issuer, client_id: clientId, enabled } = row;
    return { name, issuer, clientId, enabled, links: rows[0]?.links ?? 0 };
  });
}

/**
 * Sets it. A provider that is switched on has to answer now; a secret is never sent to an issuer, or for a client, for which
 * it was not given.
 * @throws SIGN_ON_ISSUER_INVALID, SIGN_ON_PROVIDER_DOWN, SIGN_ON_SECRET_NEEDED
 */
export async function editSignOn(scope: Scope, input: SignOnInput): Promise<void> {
  const issuer = issuerOf(input.issuer);
  const before = await withIdentity((sql) => providerOf(sql, scope.tenantId));
  const same = before?.issuer === issuer && before.client_id === input.clientId;
  const kept = same ? open(scope.tenantId, before.secret) : undefined;
  const secret = input.secret ?? kept;
  if (secret === undefined) throw identityError("SIGN_ON_SECRET_NEEDED", {}, { path: "secret" });
  if (input.enabled) await discover({ issuer, clientId: input.clientId, secret });
  const { name, clientId, enabled } = input;
  await withIdentity(async (sql) => {
    await sql.query(
      `INSERT INTO identity.sign_on_provider (tenant_id, name, issuer, client_id, secret, enabled, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, now())
       ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
         secret = excluded.secret, enabled = excluded.enabled, changed_at = excluded.changed_at`,
      [scope.tenantId, name, issuer, clientId, seal(PURPOSE, secret, scope.tenantId), enabled],
    );
    await auditIdentity(sql, scope, {
      action: "edit",
      noun: "security",
      nounId: scope.tenantId,
      before: before ? shown(before) : null,
      after: { signOn: name, issuer, clientId, enabled, secretChanged: input.secret !== undefined },
    });
  });
}

/** After the provider was built anew: everybody is found by e-mail once more. */
export async function forgetSignOnLinks(scope: Scope): Promise<{ forgotten: number }> {
  return withIdentity(async (sql) => {
    const { rowCount } = await sql.query("DELETE FROM identity.sign_on_link WHERE tenant_id = $1", [
      scope.tenantId,
    ]);
    await auditIdentity(sql, scope, {
      action: "edit",
      noun: "security",
      nounId: scope.tenantId,
      after: { signOnLinksForgotten: rowCount },
    });
    return { forgotten: rowCount };
  });
}

/** What stands on the button of the sign-in page; null where the utility has none. */
export async function offeredSignOn(slug: string): Promise<{ name: string } | null> {
  const tenantId = await tenantOf(slug);
  const row = await withIdentity((sql) => providerOf(sql, tenantId));
  return row?.enabled ? { name: row.name } : null;
}

/** The client by which one utility speaks to its provider. @throws SIGN_ON_OFF */
export async function clientOf(tenantId: string): Promise<Client> {
  const row = await withIdentity((sql) => providerOf(sql, tenantId));
  if (!row?.enabled) throw identityError("SIGN_ON_OFF");
  return { issuer: row.issuer, clientId: row.client_id, secret: open(tenantId, row.secret) };
}

const open = (tenantId: string, sealed: string): string => unseal(PURPOSE, sealed, tenantId);

const shown = ({ name, issuer, client_id: clientId, enabled }: ProviderRow) => ({
  signOn: name,
  issuer,
  clientId,
  enabled,
});

async function providerOf(sql: TenantSql, tenantId: string): Promise<ProviderRow | undefined> {
  const { rows } = await sql.query<ProviderRow>(
    "SELECT name, issuer, client_id, secret, enabled FROM identity.sign_on_provider WHERE tenant_id = $1",
    [tenantId],
  );
  return rows[0];
}
