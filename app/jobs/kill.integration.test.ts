import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { openCase } from "#app/services/case/open-case.ts";
import { smsAccountOf } from "#app/services/message/gateways.ts";
import { queueMessages } from "#app/services/message/queue-message.ts";
import { mailServerSimulator } from "#app/simulators/mail-server.ts";
import { smsProviderSimulator } from "#app/simulators/sms-provider.ts";
import { testDatabase } from "#tests/database.ts";
import { addServices, REPAIR } from "#tests/fixtures/services.ts";
import { addAgreement, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { startWorkerProcess } from "#tests/fixtures/worker-process.ts";

/**
 * A worker process is killed again and again while it hands messages to their gateways and while the timers of cases go
 * off. The gateways are the real protocols, slow enough to be in mid-talk at a kill.
 */
const SLUG = "killed-worker";
const MESSAGES = 30;
const CASES = 25;
const KILLS = 3;

const sms = smsProviderSimulator({ account: (id) => smsAccountOf(id), reportsOf: () => [] });
const mail = mailServerSimulator();
// It takes a message at once and answers late, so that a kill finds messages that went and of which nobody was told.
const slow = createServer((request, response) => {
  const end = response.end.bind(response) as (body: string) => void;
  response.end = ((body: string) => setTimeout(end, 200, body)) as never;
  sms.server.emit("request", request, response);
});
const listen = (on: Pick<Server, "listen">, server: { address(): unknown }) =>
  new Promise<number>((resolve) =>
    on.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
process.env.SMS_URL = `http://127.0.0.1:${await listen(slow, slow)}`;
process.env.SMTP_URL = `smtp://127.0.0.1:${await listen(mail.server as never, mail.server.server)}`;

await testDatabase();
afterAll(async () => {
  slow.close();
  slow.closeAllConnections();
  await Promise.all([sms.close().catch(() => {}), mail.close()]);
  await closeDatabase();
});

const words = (text: string) => ({ "zh-CN": text, en: text });
const template = {
  kind: "message",
  key: "note",
  content: {
    label: words("通知"),
    purpose: words("通知"),
    category: "billing",
    variables: { name: { type: "text", label: words("名"), sample: "李" } },
    channels: {
      sms: { signature: words("测试"), body: words("您好{{ name }}") },
      email: { subject: words("致{{ name }}"), body: words("您好{{ name }}") },
    },
  },
};

it("a worker killed while it delivers and while timers go off: each message reaches once, each timer goes off once", async () => {
  const utility = await makeUtility({ slug: SLUG, tariffs: { flat: FLAT_TARIFF }, items: [template] });
  const { scope } = utility;
  await addServices(utility, { repair: REPAIR });
  const { customerId } = await addAgreement(utility, { number: "1", tariff: "flat" });
  const now = new Date();
  const threeHoursAgo = new Date(now.getTime() - 3 * 3_600_000);
  await withTenantSql(scope, (sql) =>
    queueMessages(
      sql,
      scope,
      "note",
      Array.from({ length: MESSAGES }, (_, at) => ({
        to: at % 2 === 0 ? sent("sms", `1380000${1_000 + at}`) : sent("email", `li${at}@example.org`),
        data: { name: String(at) },
        key: `note/${at}`,
      })),
      now,
    ),
  );
  for (let at = 0; at < CASES; at += 1)
    await withTenantSql(scope, (sql) =>
      openCase(sql, scope, { service: "repair", key: `case/${at}`, customerId, now: threeHoursAgo }),
    );

  let worker = await startWorkerProcess("urgent", "normal");
  for (let kill = 0; kill < KILLS; kill += 1) {
    // In mid-talk: the provider has taken some more, and answers in a moment.
    const before = sms.taken().length;
    while (sms.taken().length < before + 2) await sleep(5);
    await worker.kill();
    worker = await startWorkerProcess("urgent", "normal");
  }
  const count = (text: string) => async () => {
    const { rows } = await withTenantSql(scope, (sql) => sql.query<{ n: number }>(text, [scope.tenantId]));
    return rows[0]?.n;
  };
  const waiting = count("SELECT count(*)::int AS n FROM message WHERE tenant_id = $1 AND state <> 'sent'");
  await expect.poll(waiting, { timeout: 60_000, interval: 100 }).toBe(0);
  const overdue = count(
    "SELECT count(*)::int AS n FROM case_event WHERE tenant_id = $1 AND kind = 'overdue'",
  );
  await expect.poll(overdue, { timeout: 60_000, interval: 100 }).toBe(CASES);
  await worker.stop();

  expect(
    sms.taken().some(({ requests }) => requests > 1),
    "a kill found no message on its way",
  ).toBe(true);
  // Some were sent twice, under one reference: the phone shows it once, the mailbox knows the Message-ID.
  expect(
    sms
      .taken()
      .map(({ to }) => to)
      .sort(),
  ).toEqual(Array.from({ length: MESSAGES / 2 }, (_, at) => `1380000${1_000 + 2 * at}`));
  expect(
    mail
      .taken()
      .flatMap(({ to }) => to)
      .sort(),
  ).toEqual(Array.from({ length: MESSAGES / 2 }, (_, at) => `li${2 * at + 1}@example.org`).sort());
  await expect(
    count(
      `SELECT count(*)::int AS n FROM (SELECT 1 FROM case_event WHERE tenant_id = $1 AND kind IN ('overdue', 'reminded', 'escalated')
       GROUP BY case_id, kind, step_key HAVING count(*) > 1) twice`,
    )(),
  ).resolves.toBe(0);
  await expect(
    count("SELECT count(*)::int AS n FROM case_timer WHERE tenant_id = $1 AND state = 'fired'")(),
  ).resolves.toBe(CASES);
}, 120_000);

const sent = (channel: "sms" | "email", address: string) => ({ channel, address, locale: "zh-CN" as const });
