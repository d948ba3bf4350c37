import { newId } from "#app/platform/ids.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { type Action, type ActionRun, dayOf, refused, servicePointOf, textOf } from "./action.ts";

interface AgreementColumns {
  id: string;
  number: string;
  customer_id: string;
  tariff_key: string;
  billing_day: number;
  cycle_months: number;
  usage_source: string;
  start_on: string;
  end_on: string | null;
  terms: object;
}

/** Opens an account: a new agreement at a service point that has none on that day. */
export const openAgreement: Action = async (run) => {
  const { sql, scope, found, values } = run;
  const servicePointId = servicePointOf(run);
  const on = dayOf(run);
  const tariff = textOf(values, "tariff") ?? "";
  await requireTariff(run, tariff);
  const running = await agreementOn(run, servicePointId, on);
  if (running !== undefined)
    throw refused(
      `计量点已有合同 ${running.number} / agreement ${running.number} runs at this service point`,
    );
  const customerId = textOf(values, "name") === undefined ? found.facts.customerId : await addCustomer(run);
  if (customerId === null) throw refused("没有客户 / there is no customer");
  const last = await lastAgreement(run, servicePointId);
  const agreement = {
    customer_id: customerId,
    tariff_key: tariff,
    billing_day: last?.billing_day ?? 1,
    cycle_months: last?.cycle_months ?? 1,
    usage_source: last?.usage_source ?? "register",
    start_on: on,
    terms: {},
  };
  const made = await addAgreement(run, servicePointId, agreement);
  await sql.query("UPDATE service_point SET status = 'active' WHERE tenant_id = $1 AND id = $2", [
    scope.tenantId,
    servicePointId,
  ]);
  return { agreement: made, customerId, on };
};

/** Hands an agreement over: it ends, and the same begins that day with a new customer. */
export const transferAgreement: Action = async (run) => {
  const servicePointId = servicePointOf(run);
  const on = dayOf(run);
  const running = await endAgreement(run, servicePointId, on);
  const customerId = await addCustomer(run);
  const made = await addAgreement(run, servicePointId, { ...running, customer_id: customerId, start_on: on });
  return { ended: running.number, agreement: made, customerId, on };
};

export const closeAgreement: Action = async (run) => {
  const { sql, scope } = run;
  const servicePointId = servicePointOf(run);
  const on = dayOf(run);
  const { number } = await endAgreement(run, servicePointId, on);
  await sql.query("UPDATE service_point SET status = 'closed' WHERE tenant_id = $1 AND id = $2", [
    scope.tenantId,
    servicePointId,
  ]);
  return { ended: number, on };
};

/** Ends the running agreement before `on`, the first day that is not billed any more. */
async function endAgreement(run: ActionRun, servicePointId: string, on: string): Promise<AgreementColumns> {
  const { sql, scope } = run;
  const running = await agreementOn(run, servicePointId, on);
  if (running === undefined) throw refused(`${on} 没有执行中的合同 / no agreement runs on ${on}`);
  if (running.end_on !== null)
    throw refused(
      `合同 ${running.number} 已定于 ${running.end_on} 终止 / agreement ${running.number} ends on ${running.end_on} already`,
    );
  if (running.start_on >= on)
    throw refused(
      `合同 ${running.number} 自 ${running.start_on} 起 / agreement ${running.number} begins on ${running.start_on}`,
    );
  const { rows: billed } = await sql.query<{ number: string; period_end: string }>(
    `SELECT number, period_end FROM bill WHERE tenant_id = $1 AND agreement_id = $2 AND state <> 'cancelled' AND period_end > $3
     ORDER BY period_end DESC LIMIT 1`,
    [scope.tenantId, running.id, on],
  );
  if (billed[0] !== undefined)
    throw refused(
      `账单 ${billed[0].number} 已算到 ${billed[0].period_end} / bill ${billed[0].number} reaches to ${billed[0].period_end}`,
    );
  await sql.query("UPDATE agreement SET end_on = $3 WHERE tenant_id = $1 AND id = $2", [
    scope.tenantId,
    running.id,
    on,
  ]);
  await audit(sql, scope, {
    action: "edit",
    noun: "agreement",
    nounId: running.id,
    before: { number: running.number, endOn: null },
    after: { number: running.number, endOn: on, case: run.found.facts.number },
  });
  return running;
}

async function agreementOn(
  { sql, scope }: ActionRun,
  servicePointId: string,
  on: string,
): Promise<AgreementColumns | undefined> {
  const { rows } = await sql.query<AgreementColumns>(
    `SELECT id, number, customer_id, tariff_key, billing_day, cycle_months, usage_source, start_on, end_on, terms FROM agreement
     WHERE tenant_id = $1 AND service_point_id = $2 AND (end_on IS NULL OR end_on > $3) ORDER BY start_on LIMIT 1 FOR UPDATE`,
    [scope.tenantId, servicePointId, on],
  );
  return rows[0];
}

async function lastAgreement(
  { sql, scope }: ActionRun,
  servicePointId: string,
): Promise<AgreementColumns | undefined> {
  const { rows } = await sql.query<AgreementColumns>(
    "SELECT * FROM agreement WHERE tenant_id = $1 AND service_point_id = $2 ORDER BY start_on DESC LIMIT 1",
    [scope.tenantId, servicePointId],
  );
  return rows[0];
}

async function requireTariff({ sql, scope }: ActionRun, tariff: string): Promise<void> {
  const { rows } = await sql.query(
    `SELECT 1 FROM release_current c JOIN release_item i ON i.tenant_id = c.tenant_id AND i.release_number = c.release_number
     WHERE c.tenant_id = $1 AND i.kind = 'tariff' AND i.key = $2`,
    [scope.tenantId, tariff],
  );
  if (rows.length === 0) throw refused(`没有价目表 ${tariff} / there is no tariff ${tariff}`);
}

/** A new customer, numbered after the case that made it. */
async function addCustomer({ sql, scope, found, values, now }: ActionRun): Promise<string> {
  const id = newId();
  const name = textOf(values, "name");
  if (name === undefined) throw refused("没有新户主姓名 / the new customer has no name");
  const number = `N${found.facts.number.replace("-", "")}`;
  const kind = textOf(values, "kind") === "business" ? "business" : "household";
  await sql.query(
    `INSERT INTO customer (tenant_id, id, number, kind, name, phone, email, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [
      scope.tenantId,
      id,
      number,
      kind,
      name,
      textOf(values, "phone") ?? null,
      textOf(values, "email") ?? null,
      now,
    ],
  );
  await audit(sql, scope, {
    action: "create",
    noun: "customer",
    nounId: id,
    after: { number, case: found.facts.number },
  });
  return id;
}

type NewAgreement = Pick<
  AgreementColumns,
  "customer_id" | "tariff_key" | "billing_day" | "cycle_months" | "usage_source" | "start_on" | "terms"
>;

async function addAgreement(
  run: ActionRun,
  servicePointId: string,
  agreement: NewAgreement,
): Promise<string> {
  const { sql, scope, found } = run;
  const id = newId();
  const number = `A${found.facts.number.replace("-", "")}`;
  await sql.query(
    `INSERT INTO agreement (tenant_id, id, number, customer_id, service_point_id, tariff_key, billing_day, cycle_months, usage_source, start_on, terms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      scope.tenantId,
      id,
      number,
      agreement.customer_id,
      servicePointId,
      agreement.tariff_key,
      agreement.billing_day,
      agreement.cycle_months,
      agreement.usage_source,
      agreement.start_on,
      agreement.terms,
    ],
  );
  await audit(sql, scope, {
    action: "edit",
    noun: "agreement",
    nounId: id,
    after: { number, tariff: agreement.tariff_key, startOn: agreement.start_on, case: found.facts.number },
  });
  return number;
}
