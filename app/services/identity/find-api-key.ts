import { askIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import { hashToken } from "./token.ts";

interface Row {
  id: string;
  tenant_id: string;
  name: string;
  scopes: string[];
}

/** Whose API key this is, at the utility `slug`, or null. One round trip, which also notes when it was last used. */
export async function findApiKey(slug: string, key: string): Promise<Session | null> {
  const [row] = await askIdentity<Row>("identity.find-api-key", FIND, [hashToken(key), slug]);
  if (row === undefined) return null;
  return {
    kind: "api",
    id: row.id,
    userId: row.id,
    displayName: row.name,
    tenantId: row.tenant_id,
    readable: [row.tenant_id],
    scopes: row.scopes,
  };
}

const FIND = `
  WITH found AS (
    SELECT k.* FROM identity.api_key k JOIN platform.tenant t ON t.id = k.tenant_id
    WHERE k.key_hash = $1 AND t.slug = $2 AND k.revoked_at IS NULL
  ), touched AS (
    UPDATE identity.api_key k SET used_at = now() FROM found
    WHERE k.id = found.id AND (found.used_at IS NULL OR found.used_at < now() - interval '1 minute')
  )
  SELECT id, tenant_id, name, scopes FROM found`;
