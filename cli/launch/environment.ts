import { createHmac } from "node:crypto";
import path from "node:path";
import { parseEnvironment } from "#app/platform/env.ts";
import { LaunchFailure } from "./failure.ts";
import { socketFolder } from "./socket-folder.ts";

export interface LaunchSettings {
  readonly development: boolean;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly port: number;
  readonly gatewayPort: number;
  readonly devicePort: number;
  readonly smsPort: number;
  readonly smtpPort: number;
}

/** What a role gets from the surroundings: nothing that it does not need, above all no secret by accident. */
const PASSED_ON = [
  "PATH",
  "HOME",
  "TMPDIR",
  "TZ",
  "LANG",
  "HOST",
  "LOG_LEVEL",
  "DATABASE_ROLE_PREFIX",
  "PUBLIC_URL",
  "TRUSTED_PROXIES",
  "COLLAB_HOST",
  "COLLAB_PORT",
  "MANIFOLD_DOMAIN",
  "MANIFOLD_HOSTS",
  "RATE_LIMIT_FACTOR",
  "SEED_SCALE",
  "DEVICE_WAKE_MS",
  "MANIFOLD_SANDBOX_CHILDREN",
  "MANIFOLD_SANDBOX_CHILDREN_PER_TENANT",
  "MANIFOLD_SANDBOX_QUEUE",
  "MANIFOLD_SANDBOX_CHILD_MB",
  "NODE_EXTRA_CA_CERTS",
  "PGSSLROOTCERT",
];

/** The environment without any secret: for processes that run foreign code. */
export function plainEnvironment(settings: LaunchSettings): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    NODE_ENV: settings.development ? "development" : "production",
    MANIFOLD_DATA: settings.folder,
    MANIFOLD_SOCKET_DIR: socketFolder(settings.folder),
  };
}

/** What of the outside world nobody named, so that the simulators stand for it. */
const simulatedHere = (): string[] => [
  "payment",
  ...(process.env.DEVICE_URL ? [] : ["device"]),
  ...(process.env.SMS_URL ? [] : ["sms"]),
  ...(process.env.SMTP_URL ? [] : ["email"]),
];

/**
 * What trusted processes get on top: the database, the root secret, the simulated payment gateway.
 * @throws LaunchFailure when the configuration as a whole cannot be used.
 */
export function secretEnvironment(settings: LaunchSettings): Record<string, string> {
  const derived = {
    DATABASE_URL: settings.databaseUrl,
    MANIFOLD_SECRET: settings.secret,
    MANIFOLD_DEMO: process.env.MANIFOLD_DEMO || "true",
    PORT: String(settings.port),
    GATEWAY_PORT: String(settings.gatewayPort),
    GATEWAY_URL: `http://127.0.0.1:${settings.gatewayPort}`,
    DEVICE_PORT: String(settings.devicePort),
    DEVICE_URL: process.env.DEVICE_URL || `tcp://127.0.0.1:${settings.devicePort}`,
    GATEWAY_SECRET: createHmac("sha256", settings.secret)
      .update("simulated payment gateway")
      .digest("base64url"),
    SMS_PORT: String(settings.smsPort),
    SMS_URL: process.env.SMS_URL || `http://127.0.0.1:${settings.smsPort}`,
    SMS_SECRET: createHmac("sha256", settings.secret).update("simulated sms provider").digest("base64url"),
    SMS_JOURNAL: path.join(settings.folder, "sms.jsonl"),
    SMTP_PORT: String(settings.smtpPort),
    SMTP_URL: process.env.SMTP_URL || `smtp://127.0.0.1:${settings.smtpPort}`,
    MAIL_JOURNAL: path.join(settings.folder, "mail.jsonl"),
    MANIFOLD_SIMULATED: simulatedHere().join(","),
    GATEWAY_JOURNAL: path.join(settings.folder, "gateway.jsonl"),
  };
  try {
    parseEnvironment({ ...plainEnvironment(settings), ...derived });
  } catch (error) {
    throw new LaunchFailure((error as Error).message);
  }
  return derived;
}
