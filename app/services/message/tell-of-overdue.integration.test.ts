import pg from "pg";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { closeDatabase, readTenant, withTenantSql } from "#app/platform/database.ts";
import { databaseUrls } from "#app/platform/env.ts";
import { testDatabase } from "#tests/database.ts";
import { addPostedBill } from "#tests/fixtures/posted-bill.ts";
import { addAgreement, FLAT_TARIFF, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { tellOfBills } from "./tell-of-money.ts";
import { tellOfOverdue } from "./tell-of-overdue.ts";

await testDatabase();
afterAll(closeDatabase);

const words = (text: string) => ({ "zh-CN": text, en: text });
const OVERDUE = {
  kind: "message",
  key: "bill-overdue",
  content: {
    label: words("逾期"),
    purpose: words("逾期"),
    category: "billing",
    variables: {
      billNumber: { type: "text", label: words("n"), sample: "1" },
      daysLate: { type: "integer", label: words("d"), sample: 1 },
      open: { type: "money", label: words("o"), sample: "1.00" },
    },
    channels: { app: { title: words("{{ billNumber }}"), body: words("{{ daysLate }} {{ open | money }}") } },
  },
};
const MORNING = "T01:00:00Z"; // nine o'clock in Shanghai

const NEXT = "2026-11-16T01:00:00.000Z";

let made = 0;
let utility: TestUtility;
let bills: string[];

beforeEach(async () => {
  made++;
  utility = await makeUtility({ slug: `late-${made}`, tariffs: { flat: FLAT_TARIFF }, items: [OVERDUE] });
  bills = [];
  for (const at of [1, 2]) {
    const agreement = await addAgreement(utility, { number: `L${made}${at}`, tariff: "flat" });
    // Due on 15 November.
    bills.push(await addPostedBill(utility, agreement, `${at}00.00`));
  }
});

const told = async (): Promise<string[]> =>
  (
    await readTenant<{ body: string }>(
      utility.scope,
      "test.told",
      "SELECT body FROM message WHERE tenant_id = $1 ORDER BY key, id",
      [utility.tenantId],
    )
  ).map(({ body }) => body);
/** When reminders of these bills are due; the queue's own tables are the owner's. */
async function planned(): Promise<string[]> {
  const owner = new pg.Client({ connectionString: databaseUrls().owner });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ run_at: Date }>(
      "SELECT run_at FROM graphile_worker._private_jobs WHERE payload::text LIKE $1 ORDER BY run_at",
      [`%${bills[0]}%`],
    );
    return rows.map(({ run_at }) => run_at.toISOString());
  } finally {
    await owner.end();
  }
}
const remind = (day: string) => tellOfOverdue(utility.scope, bills, new Date(day + MORNING));

describe("reminders of bills", () => {
  it("are planned with the bill, for the morning after its due day", async () => {
    await tellOfBills(utility.scope, bills, new Date(`2026-11-01${MORNING}`));
    expect(await planned()).toEqual([NEXT]);
    expect(await told()).toEqual([]);
  });

  it("are sent once a bill and reminder day, also when two do it at once or it is done again", async () => {
    await Promise.all([remind("2026-11-16"), remind("2026-11-16")]);
    await remind("2026-11-17");
    expect((await told()).map((body) => body.split(" ")[0])).toEqual(["1", "1"]);
  });

  it("leave out what was paid, and say how late the rest is", async () => {
    await withTenantSql(utility.scope, (sql) =>
      sql.query("UPDATE bill SET paid = total WHERE tenant_id = $1 AND id = $2 RETURNING 1", [
        utility.tenantId,
        bills[0],
      ]),
    );
    await remind("2026-11-22");
    expect(await told()).toEqual([expect.stringMatching(/^7 .*200\.00/)]);
  });

  it("that were missed are not sent one after the other", async () => {
    await remind("2026-12-20");
    expect((await told()).map((body) => body.split(" ")[0])).toEqual(["35", "35"]);
    await remind("2026-12-21");
    expect(await told()).toHaveLength(2);
  });

  it("send nothing before the due day, and go on to the day after it", async () => {
    await remind("2026-11-10");
    expect(await told()).toEqual([]);
    expect(await planned()).toEqual([NEXT]);
  });
});
