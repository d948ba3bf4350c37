import { withTenantSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { openCase } from "#app/services/case/open-case.ts";
import { addServices, REPAIR } from "../fixtures/services.ts";
import type { World } from "../world.ts";

// Known beforehand, because the probe asks for pages by their address.
export const CASE_ID = "01900000-0000-7000-8000-0000000ca5e1";

/** A repair of the customer `li` of the city, waiting to be dispatched. */
export async function addCaseOfLi({ city, li }: World): Promise<void> {
  const scope = systemScope(city.id);
  await addServices({ tenantId: city.id, scope }, { probe: { ...REPAIR, requires: ["customer"] } });
  await withTenantSql(scope, (sql) =>
    openCase(sql, scope, {
      service: "probe",
      key: "probe of li",
      id: CASE_ID,
      customerId: li.id,
      premiseId: li.premiseId,
      openedBy: "customer",
      data: { fault: "probe-li" },
      now: new Date(),
    }),
  );
}
