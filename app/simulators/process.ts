import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { simulatedMerchant } from "#app/connectors/payment/protocol.ts";
import { logger } from "#app/platform/logger.ts";
import { deviceNetworkSimulator } from "./device-network.ts";
import { paymentGatewaySimulator } from "./payment-gateway.ts";

/**
 * The process of the simulated outside world: `node app/simulators/process.ts`. The payment gateway and
 * a network of gas meters that sleep.
 * Environment: `GATEWAY_PORT` (default 3100; 0: any), `GATEWAY_SECRET` (from which merchants' keys are derived, the same
 * as for the web process), `GATEWAY_PUBLIC_URL` (where browsers reach it, by default the host they came by),
 * `GATEWAY_JOURNAL` (file that keeps the orders over a restart); `DEVICE_PORT` (default 3110; 0: any), `DEVICE_WAKE_MS` (how
 * long meters sleep, default 2 s).
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
  process.send?.({ ready: true, port, devicePort });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(
      signal,
      () => void Promise.all([gateway.close(), devices.close()]).then(() => process.exit(0)),
    );
  }
}

/** Twice for every order, and every third order late: always the same for the same order. */
function usualDelaysMs(orderNumber: string): readonly number[] {
  const late = (createHash("sha256").update(orderNumber).digest()[0] ?? 0) % 3 === 0;
  return late ? [4_000, 6_000] : [300, 1_500];
}

main().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const words =
    error.code === "EADDRINUSE"
      ? `Port ${error.port} of a simulator is in use. Choose others: GATEWAY_PORT=3101 DEVICE_PORT=3111 npm start`
      : error.message;
  process.stderr.write(`${words}\n`);
  process.exit(1);
});
