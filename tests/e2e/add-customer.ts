import process from "node:process";
import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { createPerson } from "#app/services/identity/create-person.ts";
import { linkCustomer } from "#app/services/identity/link-customer.ts";
import { operatorScope, withProduct } from "#cli/product.ts";

// A customer of a utility without an agreement, and their login: node tests/e2e/add-customer.ts <slug> <login> <password>
const [slug = "", login = "", password = ""] = process.argv.slice(2);
const name = `Ada Leaver ${login}`;
await withProduct(async () => {
  const scope = await operatorScope(slug, "test");
  const customerId = newId();
  await withTenantSql(scope, (sql) =>
    sql.query(
      `INSERT INTO customer (tenant_id, id, number, kind, name, phone, email, created_at, updated_at)
       VALUES ($1, $2, $3, 'household', $4, $5, $6, now(), now())`,
      [scope.tenantId, customerId, `L${login}`, name, login, `${login}@leaver.example`],
    ),
  );
  const { id: personId } = await createPerson(scope, { population: "customer", login, name, password });
  await linkCustomer(scope, { personId, customerId });
});
process.stdout.write(JSON.stringify({ name, number: `L${login}` }));
