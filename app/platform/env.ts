import { z } from "zod";
import { ROLES, type Role, type RoleSettings, roleUrl } from "#schema/database/roles.ts";
import { remember } from "./remember.ts";

/**
 * The configuration of a process, read from its environment in small groups, each with its own schema.
 * `npm start` fills what is missing for one machine; elsewhere docs/operations.md lists what to set.
 */

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.enum(["true", "false"]).transform((value) => value === "true");

const databaseGroup = z.object({
  /** Address of the database as its owner: migrations and, derived from it, the roles. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Prefix of the role names; by default the name of the database. */
  DATABASE_ROLE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(50)
    .optional(),
});

const webGroup = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  PORT: port.default(3000),
  /** Address to listen on; without it every one, so that a container's port can be reached. */
  HOST: z.string().optional(),
  /** Number of proxies in front whose `X-Forwarded-*` headers are believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Address under which browsers reach the product, when it stands behind a proxy. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Utilities are found at the first label of a host under this domain: `dongjiang.<domain>`. */
  MANIFOLD_DOMAIN: z.string().optional(),
  /** Utilities with host names of their own: `power.example.cn=dongjiang,gas.example.cn=…`. */
  MANIFOLD_HOSTS: z.string().optional(),
  /** Multiplies every request budget (app/web/rate-limit.ts); 0 leaves limiting to whatever stands in front. */
  RATE_LIMIT_FACTOR: z.coerce.number().min(0).max(1000).default(1),
  /** Folder of the tenant packs; by default `tenants/` of the project. */
  /** True: tenants are found by path `/t/<slug>` and demo logins are shown; never on an installation with real customers. */
  MANIFOLD_DEMO: flag.default(false),
});

const secretGroup = z.object({
  /** Root of every derived secret: passwords of database roles, signing of cookies and releases. */
  MANIFOLD_SECRET: z.string().min(32, "must have at least 32 characters"),
  /** Public keys of other installations whose signed releases are accepted here, base64, joined by commas. */
  MANIFOLD_TRUSTED_KEYS: z
    .string()
    .transform((text) => text.split(",").map((key) => key.trim()))
    .refine((keys) => keys.every((key) => Buffer.from(key, "base64").length === 32), {
      message: "must be public keys as manifold tenant key prints them, joined by commas",
    })
    .optional(),
});

const paymentGroup = z.object({
  /** Address of the payment gateway; without it customers cannot pay online. */
  GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** From which the simulated gateway derives its merchants' keys; by default derived from MANIFOLD_SECRET. */
  GATEWAY_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
});

const deviceGroup = z.object({
  /** Address of the concentrator through which meters are told to shut their valves: `tcp://host:port`. */
  DEVICE_URL: z.url({ protocol: /^tcp$/ }).optional(),
});

const messageGroup = z.object({
  /** Address of the SMS provider; without it no SMS goes out. */
  SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** From which the simulated provider derives its accounts' keys; by default derived from MANIFOLD_SECRET. */
  SMS_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  /** The mail server; without it no e-mail goes out. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The address in whose name mail is sent; the utility's name stands before it. */
  MAIL_FROM: z.email().default("no-reply@manifold.example"),
});

const operationsGroup = z.object({
  /** Who may read `/metrics` from another machine says `Authorization: Bearer <token>`; without it only this machine may. */
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  /** Port at which a process without pages tells its figures. */
  METRICS_PORT: port.optional(),
  /** Address of a collector of traces that speaks OTLP over HTTP, such as `http://localhost:4318`; without it there are none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Folder for backups that the worker makes by itself; without it there are none. */
  BACKUP_DIR: z.string().optional(),
  BACKUP_EVERY_HOURS: z.coerce.number().min(1).max(720).default(24),
  BACKUP_KEEP: z.coerce.number().int().min(1).max(1000).default(14),
});

const simulatedGroup = z.object({
  /** What of the outside world is simulated on this machine, for the page of the system: `payment,device,sms,email`. */
  MANIFOLD_SIMULATED: z
    .string()
    .default("")
    .transform((text) => text.split(",").map((name) => name.trim())),
});

const logGroup = z.object({
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

const schema = z.object({
  ...databaseGroup.shape,
  ...webGroup.shape,
  ...secretGroup.shape,
  ...paymentGroup.shape,
  ...deviceGroup.shape,
  ...messageGroup.shape,
  ...operationsGroup.shape,
  ...simulatedGroup.shape,
  ...logGroup.shape,
});

export type Environment = z.output<typeof schema>;

/** The environment of a process as it comes: names and texts. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A configuration that cannot be used. The message names each variable and what was expected, never its value. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Validates an environment. An empty variable counts as one that is not set.
 * @throws EnvironmentError naming every variable at fault.
 */
export function parseEnvironment(source: Variables): Environment {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  // Only the name and the expectation are told: a value may be a secret.
  const faults = result.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return set[name] === undefined ? `${name} is not set` : `${name}: ${expectation(issue)}`;
  });
  throw new EnvironmentError(
    `The configuration cannot be used. ${faults.join("; ")}. See docs/operations.md.`,
  );
}

/** The configuration of this process, validated once, at the first call. */
export function env(): Environment {
  return remember("environment", () => parseEnvironment(process.env));
}

/** What the names and passwords of the database roles are derived from. */
export function roleSettings(environment: Environment = env()): RoleSettings {
  const database = new URL(environment.DATABASE_URL).pathname.slice(1);
  return { prefix: environment.DATABASE_ROLE_PREFIX ?? database, secret: environment.MANIFOLD_SECRET };
}

/** The address of the database for its owner and for each role. */
export function databaseUrls(environment: Environment = env()): Record<Role | "owner", string> {
  const owner = environment.DATABASE_URL;
  const settings = roleSettings(environment);
  const urls = Object.fromEntries(ROLES.map((role) => [role, roleUrl(owner, settings, role)]));
  return { owner, ...(urls as Record<Role, string>) };
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_format" && issue.format === "url")
    return "must be a full address (scheme://host/…)";
  return issue.message;
}
