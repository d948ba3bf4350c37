import { z } from "zod";
import { nameText } from "#plugins/sdk/values.ts";
import { portCapability } from "./capability.ts";
import { hostName } from "./http-host.ts";

/** Names of secrets of the tenant, each with the hosts to which it may be sent. */
export const secretScope = z.strictObject({
  secrets: z
    .array(z.strictObject({ name: nameText, hosts: z.array(hostName).min(1).max(10) }))
    .min(1)
    .max(10),
});
export type SecretScope = z.output<typeof secretScope>;

export const secretsHas = portCapability({
  name: "secrets.has",
  summary:
    "Whether the tenant has set a secret. The value itself never enters the plugin: `http.fetch` puts it into a header by its name.",
  port: "secrets",
  scope: secretScope,
  narrow: (requested, approved) => {
    const secrets = requested.secrets.flatMap(({ name, hosts }) => {
      const allowed = approved.secrets.filter((entry) => entry.name === name).flatMap((entry) => entry.hosts);
      const both = hosts.filter((host) => allowed.includes(host));
      return both.length === 0 ? [] : [{ name, hosts: both }];
    });
    return secrets.length === 0 ? undefined : { secrets };
  },
  consent: ({ secrets }) => {
    const list = secrets.map(({ name, hosts }) => `${name} → ${hosts.join(", ")}`).join("; ");
    return {
      "zh-CN": `向这些主机出示密钥（插件看不到内容）：${list}`,
      en: `Show secrets to these hosts, without seeing them: ${list}`,
    };
  },
  deterministic: false,
  input: z.strictObject({ name: nameText }),
  output: z.strictObject({ present: z.boolean() }),
  refuses: ({ scope }, { name }) =>
    scope.secrets.some((secret) => secret.name === name) ? undefined : `secret "${name}" is not granted`,
  subject: ({ name }) => name,
  run: async (ports, { call }, { name }) => ({ present: await ports.secrets.has(call, name) }),
});
