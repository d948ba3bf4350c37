import { z } from "zod";
import { nameText } from "#plugins/sdk/values.ts";
import { portCapability } from "./capability.ts";
import { checkUrl, hostName } from "./http-host.ts";
import { type SecretScope, secretScope } from "./secrets.ts";

const RESPONSE_BYTES_MAX = 1_000_000;

/** Headers that steer the connection, name a client, or would let a plugin speak for the platform. */
const FORBIDDEN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|cookie2?|origin|referer|via|forwarded|x-forwarded-.*|x-real-ip|proxy-.*|sec-.*|accept-encoding)$/;

const headerName = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, "a header name in lower case");
const headerText = z
  .string()
  .max(2_000)
  .regex(/^[\x20-\x7e]*$/, "printable ASCII");

/** A literal, or a secret of the tenant by name with what stands before it ("Bearer "). */
const headerValue = z.union([
  headerText,
  z.strictObject({ secret: nameText, prefix: headerText.optional() }),
]);

export const httpFetch = portCapability({
  name: "http.fetch",
  summary:
    "Sends an HTTPS request to a declared host. Redirects are not followed, private addresses not reached; 1 MB and 15 s at most.",
  port: "http",
  scope: z.strictObject({ hosts: z.array(hostName).min(1).max(20) }),
  narrow: (requested, approved) => {
    const hosts = requested.hosts.filter((host) => approved.hosts.includes(host));
    return hosts.length === 0 ? undefined : { hosts };
  },
  consent: ({ hosts }) => ({
    "zh-CN": `与这些主机通信：${hosts.join("、")}`,
    en: `Talk to these hosts: ${hosts.join(", ")}`,
  }),
  deterministic: false,
  input: z.strictObject({
    url: z.string().max(2_000),
    method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
    headers: z.record(headerName, headerValue).default({}),
    body: z.string().max(RESPONSE_BYTES_MAX).optional(),
    timeoutMs: z.number().int().min(1).max(15_000).default(5_000),
  }),
  output: z.strictObject({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
  refuses: (use, { url: text, headers }) => {
    const url = checkUrl(text, use.scope.hosts);
    if (typeof url === "string") return url;
    for (const [name, value] of Object.entries(headers)) {
      if (FORBIDDEN_HEADERS.test(name)) return `header "${name}" is the platform's`;
      if (typeof value !== "string" && !mayShow(use.scopeOf("secrets.has"), value.secret, url.hostname)) {
        return `secret "${value.secret}" may not be sent to ${url.hostname}`;
      }
    }
    return undefined;
  },
  subject: ({ method, url }) => {
    const parsed = URL.parse(url);
    // No query: it may carry data.
    return parsed === null ? method : `${method} ${parsed.hostname}${parsed.pathname}`.slice(0, 200);
  },
  run: async (ports, { call }, { url, method, headers, body, timeoutMs }) => {
    const sent: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
      sent[name] = typeof value === "string" ? value : await secretHeader(value.secret, value.prefix);
    }
    async function secretHeader(name: string, prefix = ""): Promise<string> {
      const secret = await ports.secrets.reveal(call, name);
      if (secret === undefined) throw new Error(`secret "${name}" is not set`);
      return `${prefix}${secret}`;
    }
    return ports.http.fetch({
      url: new URL(url),
      method,
      headers: sent,
      body,
      timeoutMs,
      responseBytesMax: RESPONSE_BYTES_MAX,
      signal: call.signal,
    });
  },
});

function mayShow(granted: unknown, name: string, host: string): boolean {
  const scope: SecretScope | undefined = secretScope.safeParse(granted).data;
  return scope?.secrets.some((secret) => secret.name === name && secret.hosts.includes(host)) ?? false;
}
