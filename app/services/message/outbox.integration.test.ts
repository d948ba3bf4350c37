import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emailGateway } from "#app/connectors/email/gateway.ts";
import { smsGateway } from "#app/connectors/sms/gateway.ts";
import { signed, simulatedSmsAccount } from "#app/connectors/sms/protocol.ts";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { type MailServerSimulator, mailServerSimulator } from "#app/simulators/mail-server.ts";
import {
  type PlannedReport,
  type SmsProviderSimulator,
  smsProviderSimulator,
} from "#app/simulators/sms-provider.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { testDatabase } from "#tests/database.ts";
import {
  addAgreement,
  customerScope,
  FLAT_TARIFF,
  makeUtility,
  type TestUtility,
} from "#tests/fixtures/utility.ts";
import { deliverMessages } from "./deliver-messages.ts";
import type { Gateways } from "./gateways.ts";
import { type MessageInput, queueMessage } from "./queue-message.ts";
import { takeReports } from "./take-reports.ts";

await testDatabase();

const account = simulatedSmsAccount("a secret shared by provider and customer, for tests only", "tellers");
const words = (text: string) => ({ "zh-CN": text, en: `en ${text}` });
const NOON = new Date("2026-11-22T04:00:00Z");

let utility: TestUtility;
let customerId: string;
let sms: SmsProviderSimulator;
let mail: MailServerSimulator;
let reportServer: Server;
let gateways: Gateways;
/** What the provider will say of the next messages; each test sets its own. */
let plan: readonly PlannedReport[] = [];
let refusal: string | undefined;
let serial = 0;

const template = (key: string, more: object) => ({
  kind: "message",
  key,
  content: {
    label: words("x"),
    purpose: words("x"),
    category: "billing",
    variables: { name: { type: "text", label: words("n"), sample: "李" } },
    channels: {
      sms: { signature: words("测试"), body: words("您好{{ name }}") },
      email: { subject: words("致{{ name }}"), body: words("您好{{ name }}") },
      app: { title: words("致{{ name }}"), body: words("您好{{ name }}"), link: "portal/bills" },
    },
    ...more,
  },
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  utility = await makeUtility({
    slug: "tellers",
    tariffs: { flat: FLAT_TARIFF },
    items: [
      template("note", {}),
      template("advice", { consent: "asked" }),
      template("quiet", { quietHours: { from: "21:00", to: "08:00" } }),
      template("danger", { category: "safety", mayBreakQuietHours: true }),
      template("code", {
        category: "security",
        channels: { sms: { signature: words("测试"), body: words("验证码{{ name }}") } },
      }),
    ],
  });
  ({ customerId } = await addAgreement(utility, { number: "1", tariff: "flat" }));
  await reachable({ phone: "13800000001", email: "li@example.org" });
  sms = smsProviderSimulator({
    account: (id) => (id === account.id ? account : undefined),
    reportsOf: () => plan,
    refusalOf: () => refusal,
  });
  mail = mailServerSimulator();
  reportServer = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const { authorization } = request.headers;
    const status = await takeReports(
      utility.tenantId,
      account,
      { authorization, target: request.url ?? "", body },
      new Date(),
    ).then(
      () => 200,
      (error) => (error instanceof ManifoldError ? error.status : 500),
    );
    response.writeHead(status).end(JSON.stringify({ code: status === 200 ? 0 : 1 }));
  });
  const smsOut = smsGateway({
    url: await listen(sms.server),
    account,
    reportUrl: `${await listen(reportServer)}/reports`,
  });
  await new Promise<void>((resolve) => mail.server.listen(0, "127.0.0.1", resolve));
  const { port } = mail.server.server.address() as AddressInfo;
  const mailOut = emailGateway({
    url: `smtp://127.0.0.1:${port}`,
    from: { name: "测试公司", address: "no-reply@tellers.example" },
  });
  gateways = (channel) => (channel === "sms" ? smsOut : mailOut);
});

afterAll(async () => {
  await Promise.all([sms.close(), mail.close()]);
  reportServer.closeAllConnections();
  reportServer.close();
  await closeDatabase();
});

async function reachable(ways: { phone: string | null; email: string | null }): Promise<void> {
  await withTenantSql(utility.scope, (sql) =>
    sql.query("UPDATE customer SET phone = $3, email = $4 WHERE tenant_id = $1 AND id = $2", [
      utility.tenantId,
      customerId,
      ways.phone,
      ways.email,
    ]),
  );
}

async function prefers(
  declined: readonly string[],
  accepted: readonly string[] = [],
  locale: string | null = null,
) {
  await withTenantSql(utility.scope, (sql) =>
    sql.query(
      `INSERT INTO message_preference (tenant_id, customer_id, locale, declined, accepted, changed_at)
       VALUES ($1, $2, $3, $4, $5, now()) ON CONFLICT ON CONSTRAINT message_preference_pk DO UPDATE
       SET locale = excluded.locale, declined = excluded.declined, accepted = excluded.accepted`,
      [utility.tenantId, customerId, locale, declined, accepted],
    ),
  );
}

interface Stored {
  id: string;
  channel: string;
  state: string;
  reason: string | null;
  body: string;
  subject: string | null;
  sealed: string | null;
  attempts: number;
  locale: string;
  due_at: Date;
}

async function stored(key: string): Promise<Stored[]> {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<Stored>("SELECT * FROM message WHERE tenant_id = $1 AND key = $2 ORDER BY channel", [
      utility.tenantId,
      key,
    ]),
  );
  return rows;
}

async function queue(given: Partial<MessageInput> = {}): Promise<string> {
  serial += 1;
  const input = {
    template: "note",
    to: { customerId },
    data: { name: "李" },
    key: `k${serial}`,
    now: NOON,
    ...given,
  };
  await withTenantSql(utility.scope, (sql) => queueMessage(sql, utility.scope, input));
  return input.key;
}

async function deliver(key: string, now = new Date()): Promise<void> {
  const ids = (await stored(key)).map(({ id }) => id);
  await deliverMessages(utility.scope, ids, {
    now: () => now,
    signal: new AbortController().signal,
    claimant: "test",
    gateways,
  });
}

const referencesOf = (id: string) =>
  sms.taken().filter(({ reference }) => reference.startsWith(id.replaceAll("-", "")));

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200 && !(await condition()); n += 1) await sleep(25);
  expect(await condition()).toBe(true);
}

describe("queueing", () => {
  it("writes the inbox and the first other channel, once a key, in the language of the customer", async () => {
    const key = await queue();
    await queue({ key });
    const rows = await stored(key);
    expect(rows.map(({ channel, state }) => [channel, state])).toEqual([
      ["app", "delivered"],
      ["sms", "queued"],
    ]);
    expect(rows[1]?.body).toBe("【测试】您好李");
    await prefers([], [], "en");
    expect((await stored(await queue()))[1]?.body).toBe("【en 测试】en 您好李");
    await prefers([]);
  });

  it("answers the same message for the same key, and says that it wrote nothing", async () => {
    const input = { template: "note", to: { customerId }, data: { name: "王" }, key: "same", now: NOON };
    const ask = () => withTenantSql(utility.scope, (sql) => queueMessage(sql, utility.scope, input));
    const first = await ask();
    expect(first.queued).toBe(true);
    expect(await ask()).toEqual({ messageId: first.messageId, queued: false });
  });

  it("is undone with its transaction", async () => {
    const doomed = withTenantSql(utility.scope, async (sql) => {
      const input = { template: "note", to: { customerId }, data: { name: "李" }, key: "doomed", now: NOON };
      await queueMessage(sql, utility.scope, input);
      throw new Error("no");
    });
    await expect(doomed).rejects.toThrow("no");
    expect(await stored("doomed")).toEqual([]);
  });

  it("follows what the customer wants: another channel, or none but the inbox", async () => {
    await prefers(["billing:sms"]);
    expect((await stored(await queue())).map(({ channel }) => channel)).toEqual(["app", "email"]);
    await prefers(["billing:sms", "billing:email"]);
    expect((await stored(await queue())).map(({ channel }) => channel)).toEqual(["app"]);
    // Danger is told by every way, whatever was declined.
    await prefers(["safety:sms"]);
    const danger = await stored(await queue({ template: "danger" }));
    expect(danger.map(({ channel }) => channel)).toEqual(["app", "email", "sms"]);
    await prefers([]);
  });

  it("asks for consent where the template does", async () => {
    expect((await stored(await queue({ template: "advice" }))).map(({ channel }) => channel)).toEqual([
      "app",
    ]);
    await prefers([], ["billing:sms"]);
    expect((await stored(await queue({ template: "advice" }))).map(({ channel }) => channel)).toEqual([
      "app",
      "sms",
    ]);
    await prefers([]);
  });

  it("says why it told nobody", async () => {
    await reachable({ phone: null, email: null });
    const [only] = await stored(await queue({ template: "code" }));
    expect(only).toMatchObject({ state: "suppressed", reason: "NO_ADDRESS" });
    await reachable({ phone: "13800000001", email: "li@example.org" });
  });

  it("waits for the end of the night, but not in danger", async () => {
    const midnight = new Date("2026-11-22T16:00:00Z");
    const [, quiet] = await stored(await queue({ template: "quiet", now: midnight }));
    expect(quiet?.due_at).toEqual(new Date("2026-11-23T00:00:00Z"));
    const danger = await stored(await queue({ template: "danger", now: midnight }));
    expect(danger.at(-1)?.due_at).toEqual(midnight);
  });

  it("refuses what the template cannot say, and nobody's customer", async () => {
    await expect(queue({ data: {} })).rejects.toMatchObject({ code: "MESSAGE_VARIABLE_MISSING" });
    const stranger = { customerId: "01900000-0000-7000-8000-000000000000" };
    await expect(queue({ to: stranger })).rejects.toMatchObject({ code: "MESSAGE_RECIPIENT_UNKNOWN" });
    await expect(queue({ template: "nothing" })).rejects.toMatchObject({ code: "ITEM_UNKNOWN" });
  });

  it("the portal's role reads its own inbox and may not send", async () => {
    const scope = customerScope(utility, customerId);
    const seen = await withTenantSql(scope, (sql) => sql.query("SELECT channel FROM message"));
    expect(new Set(seen.rows.map(({ channel }) => channel))).toEqual(new Set(["app"]));
    const sending = withTenantSql(scope, (sql) =>
      queueMessage(sql, scope, {
        template: "note",
        to: { customerId },
        data: { name: "x" },
        key: "p",
        now: NOON,
      }),
    );
    await expect(sending).rejects.toThrow(/permission denied/);
  });
});

describe("delivery", () => {
  it("an SMS goes out under its reference, and a late report that comes twice moves it on once", async () => {
    plan = [{ afterMs: 30, success: true, code: "DELIVERED", times: 2 }];
    const key = await queue();
    await deliver(key);
    const [, message] = await stored(key);
    await until(async () => (await stored(key))[1]?.state === "delivered");
    expect(referencesOf(message?.id ?? "")).toMatchObject([
      { text: "【测试】您好李", to: "13800000001", requests: 1 },
    ]);
    await until(async () => (await reportsOf(message?.id)).length === 2);
    expect(await reportsOf(message?.id)).toEqual(["applied", "repeated"]);
  });

  it("of two reports in a wrong order the later instant stands", async () => {
    plan = [
      { afterMs: 10, success: true, code: "DELIVERED", times: 1 },
      { afterMs: 150, success: false, code: "MK:0001", times: 1 },
    ];
    const key = await queue();
    await deliver(key);
    const id = (await stored(key))[1]?.id;
    await until(async () => (await reportsOf(id)).length === 2);
    expect(await reportsOf(id)).toEqual(["applied", "outdated"]);
    expect((await stored(key))[1]).toMatchObject({ state: "delivered", reason: null });
    plan = [];
  });

  it("a mail arrives whole, with both forms, under the utility's name", async () => {
    await prefers(["billing:sms"]);
    const key = await queue({ data: { name: '<b>"李"</b>' } });
    await deliver(key);
    const [, message] = await stored(key);
    expect(message).toMatchObject({ channel: "email", state: "sent" });
    const taken = mail.taken().find(({ id }) => id.startsWith((message?.id ?? "").replaceAll("-", "")));
    expect(taken).toMatchObject({
      from: "测试公司 <no-reply@tellers.example>",
      to: ["li@example.org"],
      subject: '致<b>"李"</b>',
      text: '您好<b>"李"</b>',
      times: 1,
    });
    expect(taken?.html).toContain("&lt;b&gt;&quot;李&quot;&lt;/b&gt;");
    await prefers([]);
  });

  it("a refusal for good is a dead letter, one for now is tried again later", async () => {
    refusal = "isv.MOBILE_NUMBER_ILLEGAL";
    const dead = await queue();
    await deliver(dead);
    expect((await stored(dead))[1]).toMatchObject({ state: "dead", reason: "isv.MOBILE_NUMBER_ILLEGAL" });
    refusal = "isv.BUSINESS_LIMIT_CONTROL";
    const busy = await queue();
    const now = new Date();
    await deliver(busy, now);
    expect((await stored(busy))[1]).toMatchObject({
      state: "queued",
      attempts: 1,
      due_at: new Date(now.getTime() + 15_000),
    });
    // Not before its time.
    await deliver(busy, new Date(now.getTime() + 14_000));
    expect((await stored(busy))[1]?.attempts).toBe(1);
    let at = now.getTime();
    for (let pause = 15_000; (await stored(busy))[1]?.state === "queued"; pause *= 2) {
      at += pause;
      await deliver(busy, new Date(at));
    }
    expect((await stored(busy))[1]).toMatchObject({
      state: "dead",
      reason: "RETRIES_EXHAUSTED",
      attempts: 8,
    });
    refusal = undefined;
  });

  it("who claimed it first has it; another takes over when the claim is old", async () => {
    const key = await queue();
    const [, message] = await stored(key);
    const now = new Date();
    await withTenantSql(utility.scope, (sql) =>
      sql.query(
        "UPDATE message SET state = 'sending', claimed_at = $3, claimed_by = 'another' WHERE tenant_id = $1 AND id = $2",
        [utility.tenantId, message?.id, now],
      ),
    );
    await deliver(key, new Date(now.getTime() + 60_000));
    expect(referencesOf(message?.id ?? "")).toEqual([]);
    await deliver(key, new Date(now.getTime() + 180_000));
    expect(referencesOf(message?.id ?? "")).toHaveLength(1);
  });

  it("a secret is sent, and stands nowhere", async () => {
    const key = await queue({ template: "code", data: {}, secret: { name: "824613" } });
    const [before] = await stored(key);
    expect(before?.body).toBe("【测试】验证码••••");
    expect(JSON.stringify(before)).not.toContain("824613");
    expect(before?.sealed).not.toBeNull();
    await deliver(key);
    expect(referencesOf(before?.id ?? "")[0]?.text).toBe("【测试】验证码824613");
    expect((await stored(key))[0]?.sealed).toBeNull();
  });
});

describe("status reports", () => {
  const body = JSON.stringify([
    {
      report_id: "r1",
      phone_number: "1",
      out_id: "0190000000007000800000000000abcd",
      biz_id: "b",
      report_time: "2026-11-22T00:00:00Z",
      success: true,
      err_code: "DELIVERED",
    },
  ]);
  const take = (authorization: string | undefined, text = body, target = "/reports") =>
    takeReports(utility.tenantId, account, { authorization, target, body: text }, new Date());
  const sign = (by = account, text = body, at = new Date()) =>
    signed(by, "POST", "/reports", text, at).authorization;

  it("one that comes ten times at the same moment counts once, and none is an error", async () => {
    const key = await queue();
    await deliver(key);
    const id = (await stored(key))[1]?.id ?? "";
    const [report] = JSON.parse(body) as [object];
    const text = JSON.stringify([{ ...report, out_id: referencesOf(id)[0]?.reference }]);
    await Promise.all(Array.from({ length: 10 }, () => take(sign(account, text), text)));
    expect(await reportsOf(id)).toEqual(["applied", ...Array.from({ length: 9 }, () => "repeated")]);
  });

  it("are believed only when they are signed, fresh and whole", async () => {
    await take(sign());
    await expect(take(undefined)).rejects.toMatchObject({ code: "SMS_REPORT_UNSIGNED" });
    await expect(take(sign({ ...account, key: "another key" }))).rejects.toMatchObject({
      code: "SMS_REPORT_FORGED",
    });
    await expect(take(sign(), body.replace("true", "false"))).rejects.toMatchObject({
      code: "SMS_REPORT_FORGED",
    });
    await expect(take(sign(), body, "/elsewhere")).rejects.toMatchObject({ code: "SMS_REPORT_FORGED" });
    const old = new Date(Date.now() - 600_000);
    await expect(take(sign(account, body, old))).rejects.toMatchObject({ code: "SMS_REPORT_STALE" });
    await expect(take(sign(account, "{}"), "{}")).rejects.toMatchObject({ code: "SMS_REPORT_MALFORMED" });
    const other = simulatedSmsAccount("a secret shared by provider and customer, for tests only", "others");
    await expect(take(sign(other))).rejects.toMatchObject({ code: "SMS_REPORT_UNSIGNED" });
  });
});

async function reportsOf(id: string | undefined): Promise<string[]> {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ outcome: string }>(
      "SELECT outcome FROM message_report WHERE tenant_id = $1 AND message_id = $2 ORDER BY id",
      [utility.tenantId, id],
    ),
  );
  return rows.map(({ outcome }) => outcome);
}
