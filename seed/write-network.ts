import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { insertRows, type Row } from "./bulk.ts";
import type { UtilityPlan } from "./plans.ts";
import { Random } from "./random.ts";
import type { Subscriber } from "./subscriber.ts";

/** The instant at which the demo's organisation was founded: part of ids, so it never changes. */
const FOUNDED_MS = Date.UTC(2009, 0, 1);

/** Ids of the units of an organisation, by code. */
export interface Organisation {
  readonly units: ReadonlyMap<string, string>;
  readonly rows: readonly Row[];
  readonly cells: ReadonlyMap<string, string>;
  readonly cellRows: readonly Row[];
}

/** Head office, offices, a station a district, and the grid cells that each station answers for. */
export function organisationOf(plan: UtilityPlan, tenantId: string, name: string): Organisation {
  const random = new Random(`${plan.slug}/organisation`);
  const head = random.uuid(FOUNDED_MS);
  const units = new Map([["head", head]]);
  const rows: Row[] = [{ tenant_id: tenantId, id: head, parent_id: null, code: "head", name }];
  const add = (code: string, label: string): void => {
    const id = random.uuid(FOUNDED_MS);
    units.set(code, id);
    rows.push({ tenant_id: tenantId, id, parent_id: head, code, name: label });
  };
  for (const office of plan.offices) add(office.code, office.name);
  plan.city.plan.districts.forEach((district, at) => {
    add(`station-${at + 1}`, plan.stationName(district.name));
  });
  const cells = new Map<string, string>();
  const cellRows = plan.city.cells.map((cell): Row => {
    const id = random.uuid(FOUNDED_MS);
    cells.set(cell.code, id);
    const district = plan.city.plan.districts.findIndex(({ name: each }) => each === cell.district);
    return {
      tenant_id: tenantId,
      id,
      org_unit_id: units.get(`station-${district + 1}`),
      code: cell.code,
      name: cell.name,
      boundary: { ...plan.city.outline(cell) },
    };
  });
  return { units, rows, cells, cellRows };
}

/** Writes the organisation with its cells. */
export async function writeOrganisation(scope: Scope, organisation: Organisation): Promise<number> {
  return withTenantSql(scope, async (sql) => {
    const units = await insertRows(sql, "org_unit", organisation.rows);
    return units + (await insertRows(sql, "grid_cell", organisation.cellRows));
  });
}

/** Writes customers, premises, service points, agreements, meters, registers and channels in one transaction. */
export async function writeSubscribers(
  scope: Scope,
  subscribers: readonly Subscriber[],
  organisation: Organisation,
  timezone: string,
): Promise<number> {
  const { tenantId } = scope;
  const rows = subscribers.map((each) => rowsOf(each, tenantId, organisation, timezone));
  return withTenantSql(scope, async (sql) => {
    let written = 0;
    for (const table of TABLES)
      written += await insertRows(
        sql,
        table,
        rows.flatMap((each) => each[table]),
      );
    return written;
  });
}

/** In the order that foreign keys ask for. */
const TABLES = [
  "customer",
  "premise",
  "service_point",
  "agreement",
  "meter",
  "meter_installation",
  "register",
  "channel",
] as const;

function rowsOf(
  subscriber: Subscriber,
  tenantId: string,
  organisation: Organisation,
  timezone: string,
): Record<(typeof TABLES)[number], Row[]> {
  const { ids, class: kind, number, place, serial, multiplier, createdAtMs } = subscriber;
  const tenant = { tenant_id: tenantId };
  const created = new Date(createdAtMs);
  return {
    customer: [
      {
        ...tenant,
        id: ids.customer,
        number,
        kind: kind.kind,
        name: subscriber.name,
        phone: subscriber.phone,
        email: subscriber.email,
        created_at: created,
        updated_at: created,
      },
    ],
    premise: [
      {
        ...tenant,
        id: ids.premise,
        number: `P${number}`,
        address: subscriber.address,
        grid_cell_id: organisation.cells.get(place.cell.code),
        longitude: place.longitude,
        latitude: place.latitude,
      },
    ],
    service_point: [
      {
        ...tenant,
        id: ids.servicePoint,
        number: `S${number}`,
        premise_id: ids.premise,
        commodity: kind.commodity,
        status: "active",
        timezone,
        transformer_area: subscriber.transformerArea,
      },
    ],
    agreement: [
      {
        ...tenant,
        id: ids.agreement,
        number: `A${number}`,
        customer_id: ids.customer,
        service_point_id: ids.servicePoint,
        tariff_key: kind.tariff,
        billing_day: 1,
        cycle_months: kind.cycleMonths,
        usage_source: kind.usageSource,
        start_on: subscriber.startOn,
        end_on: subscriber.endOn,
        terms: subscriber.terms,
      },
    ],
    meter: [{ ...tenant, id: ids.meter, serial, model: kind.meter.model, commodity: kind.commodity }],
    meter_installation: [
      {
        ...tenant,
        id: ids.installation,
        meter_id: ids.meter,
        service_point_id: ids.servicePoint,
        multiplier,
        installed_at: created,
        removed_at: null,
      },
    ],
    register: subscriber.registers.map(({ id, code }) => ({
      ...tenant,
      id,
      meter_id: ids.meter,
      code,
      direction: "forward",
      unit: code === "reactive" ? "kvarh" : kind.unit,
      integer_digits: kind.meter.integerDigits,
      decimal_digits: kind.meter.decimalDigits,
    })),
    channel: subscriber.hasChannel
      ? [
          {
            ...tenant,
            id: ids.channel,
            service_point_id: ids.servicePoint,
            code: "energy",
            direction: "forward",
            unit: "Wh",
            interval_minutes: 60,
            timezone,
            exponent: 0,
          },
        ]
      : [],
  };
}
