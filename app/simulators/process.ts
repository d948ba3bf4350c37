import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { simulatedMerchant } from "#app/connectors/payment/protocol.ts";
import { simulatedSmsAccount } from "#app/connectors/sms/protocol.ts";
import { logger } from "#app/platform/logger.ts";
import { stopInOrder } from "#app/platform/stop-in-order.ts";
import { deviceNetworkSimulator } from "./device-network.ts";
import { mailServerSimulator } from "./mail-server.ts";
import { paymentGatewaySimulator } from "./payment-gateway.ts";
import { type PlannedReport, smsProviderSimulator, type TakenSms } from "./sms-provider.ts";

/**
 * The process of the simulated outside world: `node app/simulators/process.ts`. The payment gateway and
 * a network of gas meters that sleep, an SMS provider, a mail server.
 * Environment: `GATEWAY_PORT` (default 3100; 0: any), `GATEWAY_SECRET` (from which merchants' keys are derived, the same
 * as for the web process), `GATEWAY_PUBLIC_URL` (where browsers reach it, by default the host they came by),
 * `GATEWAY_JOURNAL` (file that keeps the orders over a restart); `DEVICE_PORT` (default 3110; 0: any), `DEVICE_WAKE_MS` (how
 * long meters sleep, default 2 s); `SMS_PORT` and `SMTP_PORT` (defaults 3120 and 3125), `SMS_SECRET`, `SMS_JOURNAL`, `MAIL_JOURNAL`.
 */
async function main(): Promise<void> {
  const secret = process.env.GATEWAY_SECRET;
  if (!secret) throw new Error("GATEWAY_SECRET is not set");
  const { GATEWAY_PUBLIC_URL: publicUrl, GATEWAY_JOURNAL: journalFile } = process.env;
  const gateway = paymentGatewaySimulator({
    merchant: (id) => simulatedMerchant(secret, id),
    deliveryDelaysMs: usualDelaysMs,
    ...(publicUrl ? { publicUrl } : {}),
    ...(journalFile ? { journalFile } : {}),
  });
  await new Promise<void>((resolve, reject) => {
    gateway.server.once("error", reject);
    gateway.server.listen(Number(process.env.GATEWAY_PORT ?? 3100), process.env.HOST, resolve);
  });
  const { port } = gateway.server.address() as AddressInfo;
  logger.info({ port }, "simulated payment gateway listens");
  const devices = deviceNetworkSimulator({
    wakeEveryMs: Number(process.env.DEVICE_WAKE_MS || 2_000),
    isStuck: (address) => address.endsWith("13"),
  });
  await new Promise<void>((resolve, reject) => {
    devices.server.once("error", reject);
    devices.server.listen(Number(process.env.DEVICE_PORT ?? 3110), process.env.HOST, resolve);
  });
  const devicePort = (devices.server.address() as AddressInfo).port;
  logger.info({ port: devicePort }, "simulated network of devices listens");
  const sms = smsProviderSimulator({
    account: (id) => simulatedSmsAccount(process.env.SMS_SECRET ?? secret, id),
    reportsOf: usualReports,
    ...(process.env.SMS_JOURNAL ? { journalFile: process.env.SMS_JOURNAL } : {}),
  });
  await new Promise<void>((resolve, reject) => {
    sms.server.once("error", reject);
    sms.server.listen(Number(process.env.SMS_PORT ?? 3120), process.env.HOST, resolve);
  });
  const smsPort = (sms.server.address() as AddressInfo).port;
  const mail = mailServerSimulator(process.env.MAIL_JOURNAL ? { journalFile: process.env.MAIL_JOURNAL } : {});
  await new Promise<void>((resolve, reject) => {
    mail.server.once("error", reject);
    mail.server.listen(Number(process.env.SMTP_PORT ?? 3125), process.env.HOST, resolve);
  });
  const smtpPort = (mail.server.server.address() as AddressInfo).port;
  logger.info({ smsPort, smtpPort }, "simulated SMS provider and mail server listen");
  process.send?.({ ready: true, port, devicePort, smsPort, smtpPort });
  stopInOrder("simulators", () => Promise.all([gateway.close(), devices.close(), sms.close(), mail.close()]));
}

/** Twice for every order, and every third order late: always the same for the same order. */
function usualDelaysMs(orderNumber: string): readonly number[] {
  const late = (createHash("sha256").update(orderNumber).digest()[0] ?? 0) % 3 === 0;
  return late ? [4_000, 6_000] : [300, 1_500];
}

/** Most arrive; a report comes twice, at times with an older word after the newer one. Numbers that end in 404 are never reached. */
function usualReports({ to }: TakenSms): readonly PlannedReport[] {
  if (to.endsWith("404")) return [{ afterMs: 1_200, success: false, code: "MK:0001", times: 2 }];
  const delivered = { afterMs: 800, success: true, code: "DELIVERED", times: 2 };
  return to.endsWith("7")
    ? [delivered, { afterMs: 2_500, success: false, code: "MI:0004", times: 1 }]
    : [delivered];
}

main().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const words =
    error.code === "EADDRINUSE"
      ? `Port ${error.port} of a simulator is in use. Choose others: GATEWAY_PORT=3101 DEVICE_PORT=3111 npm start`
      : error.message;
  process.stderr.write(`${words}\n`);
  process.exit(1);
});
