import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { expressionEnvironment } from "#engines/kernel/expression.ts";
import { conditionToSql } from "#engines/kpi/index.ts";
import { testDatabase } from "#tests/database.ts";
import { addPostedBill } from "#tests/fixtures/posted-bill.ts";
import { addAgreement, FLAT_TARIFF, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { showKpi } from "./kpi-figures.ts";
import { periodOf, yearUpTo } from "./period.ts";
import { tryKpi } from "./try-kpi.ts";

await testDatabase();

const words = { "zh-CN": "指标", en: "KPI" };
const item = (key: string, more: object) => ({
  kind: "kpi",
  key,
  content: { label: words, purpose: words, unit: "percent", direction: "higher", ...more },
});
const KPIS = [
  item("recovery", {
    dataset: "bills",
    measure: { take: "ratio", of: "paid", per: "total" },
    dimensions: ["tariff"],
    targets: [{ from: "2026-01-01", good: "0.9", fair: "0.5" }],
  }),
  item("median", { dataset: "bills", measure: { take: "percentile", of: "total" }, unit: "money" }),
  item("settled", { dataset: "bills", measure: { take: "share", where: "settled" }, filter: "total > 10.0" }),
];
const october = periodOf("month", "2026-10-15", "Asia/Shanghai");

let city: TestUtility;
let other: TestUtility;
let stranger: TestUtility;
let above: Scope;

async function addBills(utility: TestUtility, totals: readonly (readonly [total: string, paid: string])[]) {
  for (const [at, [total, paid]] of totals.entries()) {
    const agreement = await addAgreement(utility, { number: `${utility.slug}-${at}`, tariff: "flat" });
    const billId = await addPostedBill(utility, agreement, total, "2026-10");
    await withTenantSql(utility.scope, (sql) =>
      sql.query("UPDATE bill SET paid = $3 WHERE tenant_id = $1 AND id = $2", [
        utility.tenantId,
        billId,
        paid,
      ]),
    );
  }
}

beforeAll(async () => {
  const plan = { tariffs: { flat: FLAT_TARIFF }, items: KPIS };
  const province = await makeUtility({ slug: "kpi-province", ...plan });
  city = await makeUtility({ slug: "kpi-city", ...plan });
  other = await makeUtility({ slug: "kpi-other", ...plan });
  stranger = await makeUtility({ slug: "kpi-stranger", ...plan });
  await withIdentity((sql) =>
    sql.query("UPDATE platform.tenant SET parent_id = $1, tier = 'city' WHERE id = ANY ($2::uuid[])", [
      province.tenantId,
      [city.tenantId, other.tenantId],
    ]),
  );
  above = { ...province.scope, readable: [province.tenantId, city.tenantId, other.tenantId] };
  await addBills(city, [
    ["100", "100"],
    ["300", "0"],
    ["5", "0"],
  ]);
  await addBills(other, [["1000", "1000"]]);
  await addBills(stranger, [["9999", "0"]]);
});

afterAll(() => closeDatabase());

const ask = (scope: Scope, key: string, by?: string) => showKpi(scope, key, october, yearUpTo(october), by);

describe("figures", () => {
  it("K1, K4 are those of the rows: paid over billed, not a mean of shares", async () => {
    const shown = await ask(city.scope, "recovery", "tariff");
    expect(shown).toMatchObject({ numerator: 100, denominator: 405, band: "missed", utilities: [] });
    expect(shown.buckets).toMatchObject([{ bucket: "flat", numerator: 100, denominator: 405 }]);
    expect(shown.trend).toMatchObject([{ bucket: "2026-10", figure: 100 / 405 }]);
  });

  it("move with the data", async () => {
    await addBills(other, []);
    const before = await ask(other.scope, "recovery");
    expect(before).toMatchObject({ figure: 1, band: "good" });
    await withTenantSql(other.scope, (sql) =>
      sql.query("UPDATE bill SET paid = 600 WHERE tenant_id = $1", [other.tenantId]),
    );
    expect(await ask(other.scope, "recovery")).toMatchObject({ figure: 0.6, band: "fair" });
  });

  it("the province sees its cities, ranked, and nobody else's", async () => {
    const shown = await ask(above, "recovery");
    expect(shown.utilities.map(({ bucket, figure }) => [bucket, figure])).toEqual([
      ["kpi-other", 0.6],
      ["kpi-city", 100 / 405],
    ]);
    expect(shown).toMatchObject({ numerator: 700, denominator: 1405, figure: 700 / 1405 });
  });

  it("a share counts the rows of its filter; a median is of all rows at once", async () => {
    expect(await ask(city.scope, "settled")).toMatchObject({ numerator: 1, denominator: 2, figure: 0.5 });
    expect((await ask(city.scope, "median")).figure).toBe(100);
    expect((await ask(above, "median")).figure).toBe(200);
  });

  it("K5 a period without rows has no figure", async () => {
    const may = periodOf("month", "2026-05-01", "Asia/Shanghai");
    expect(await showKpi(city.scope, "recovery", may, yearUpTo(may), undefined)).toMatchObject({
      figure: null,
      band: null,
    });
  });
});

describe("a KPI that is being designed", () => {
  const year = yearUpTo(october);
  const content = (more: object) => ({ ...KPIS[0]?.content, ...more });

  it("is asked of the data as they are, beside the one in force, and changes nothing", async () => {
    const before = await showKpi(city.scope, "recovery", october, year, undefined);
    const drafted = content({ measure: { take: "count" }, unit: "number", targets: [] });
    const answer = await tryKpi(city.scope, { key: "recovery", content: drafted }, october, year);
    expect(answer.inForce?.figure).toBe(before.figure);
    expect(answer.tried?.figure).toBeGreaterThan(0);
    expect(answer.tried?.figure).not.toBe(before.figure);
    expect(answer.problems).toEqual([]);
    expect(await showKpi(city.scope, "recovery", october, year, undefined)).toEqual(before);
    const same = await tryKpi(city.scope, { key: "other", content: content({}) }, october, year);
    expect(same).toMatchObject({ inForce: null, tried: { figure: before.figure } });
  });

  it("that is wrong says where and what to do; nobody else's data answer", async () => {
    const wrong = content({ filter: "nothing > 1.0" });
    const { tried, problems } = await tryKpi(city.scope, { key: "recovery", content: wrong }, october, year);
    expect([tried, problems.length]).toEqual([null, 1]);
    expect(problems[0]?.remedy.en).not.toBe("");
    const shape = await tryKpi(city.scope, { key: "recovery", content: { label: 1 } }, october, year);
    expect(shape.problems.map(({ path }) => path)).toContain("/label");
    const count = content({ measure: { take: "count" }, unit: "number", targets: [] });
    const [mine, theirs] = await Promise.all(
      [city, stranger].map(({ scope }) => tryKpi(scope, { key: "x", content: count }, october, year)),
    );
    expect(mine?.tried?.numerator).not.toBe(theirs?.tried?.numerator);
  });
});

describe("periods", () => {
  it.each([
    ["day", "2026-10-15", "2026-10-15"],
    ["month", "2026-10-01", "2026-10-31"],
    ["quarter", "2026-10-01", "2026-12-31"],
    ["year", "2026-01-01", "2026-12-31"],
  ] as const)("the %s of 2026-10-15 is from %s to %s, by the clock of the utility", (kind, first, last) => {
    const period = periodOf(kind, "2026-10-15", "Asia/Shanghai");
    expect([period.firstDay, period.lastDay]).toEqual([first, last]);
    expect(period.from.toISOString()).toBe(new Date(`${first}T00:00:00+08:00`).toISOString());
  });
});

// K2: a row meets the SQL exactly when it meets the CEL. Conditions and rows are made up; PostgreSQL and cel-js judge.
describe("K2 the translated condition", () => {
  const columns = {
    s: { type: "string" },
    t: { type: "string" },
    n: { type: "double" },
    b: { type: "bool" },
  } as const;
  const environment = expressionEnvironment({
    variables: { s: "string", t: "string", n: "double", b: "bool" },
  });
  const text = fc.constantFrom("", "a", "ab", "A%_", "电价", "x'y", "\\\\d");
  const number = fc.constantFrom(-1.5, 0, 0.1, 1, 2.5, 1e9);
  const quoted = text.map((value) => JSON.stringify(value));
  const literal = number.map((value) => (Number.isInteger(value) ? value.toFixed(1) : String(value)));
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { depthSize: "small" },
      fc.constant("b"),
      fc
        .tuple(fc.constantFrom("==", "!=", "<", "<=", ">", ">="), literal)
        .map(([op, value]) => `n ${op} ${value}`),
      fc.tuple(fc.constantFrom("==", "!="), quoted).map(([op, value]) => `s ${op} ${value}`),
      fc.constantFrom("s == t", "s != t", 's in [t, "a"]'),
      fc.array(quoted, { minLength: 1, maxLength: 3 }).map((list) => `s in [${list.join(", ")}]`),
      fc
        .tuple(fc.constantFrom("startsWith", "endsWith", "contains"), fc.oneof(quoted, fc.constant("t")))
        .map(([method, part]) => `s.${method}(${part})`),
      tie("condition").map((inner) => `!(${inner})`),
      fc
        .tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition"))
        .map(([left, op, right]) => `(${left}) ${op} (${right})`),
      fc
        .tuple(tie("condition"), tie("condition"), tie("condition"))
        .map(([test, yes, no]) => `(${test}) ? (${yes}) : (${no})`),
    ),
  }));
  const rows = fc.array(fc.record({ s: text, t: text, n: number, b: fc.boolean() }), {
    minLength: 1,
    maxLength: 20,
  });

  it("agrees with cel-js on every row", async () => {
    await withTenantSql(city.scope, (sql) =>
      fc.assert(
        fc.asyncProperty(condition, rows, async (source, made) => {
          const program = environment.compile(source, { expects: "bool" });
          const { text: where, values } = conditionToSql(source, columns, 2);
          const { rows: judged } = await sql.query<{ met: boolean }>(
            `SELECT ${where} AS met FROM ROWS FROM (
               jsonb_to_recordset($1::jsonb) AS (s text, t text, n double precision, b boolean)
             ) WITH ORDINALITY AS d(s, t, n, b, at) ORDER BY d.at`,
            [JSON.stringify(made), ...values],
          );
          expect(judged.map(({ met }) => met)).toEqual(made.map((row) => program.evaluate(row)));
        }),
        { numRuns: 150 },
      ),
    );
  });
});
