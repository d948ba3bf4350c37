import { withTenantSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import type { World } from "../world.ts";

/** Known beforehand, because the probe asks for it by its address. */
export const ATTACHMENT_ID = "01900000-0000-7000-8000-0000000f0001";

/** A file that the customer `li` of the city sent. */
export async function addAttachmentOfLi({ city, li }: World): Promise<void> {
  await withTenantSql(systemScope(city.id), (sql) =>
    sql.query(
      `INSERT INTO attachment (tenant_id, id, customer_id, name, mime, size, sent_hash, hash, content, created_at, created_by_name)
       VALUES ($1, $2, $3, 'li.txt', 'text/plain', 2, 'x', 'x', 'li', now(), 'probe') ON CONFLICT DO NOTHING`,
      [city.id, ATTACHMENT_ID, li.id],
    ),
  );
}
