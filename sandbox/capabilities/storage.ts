import { z } from "zod";
import { jsonValue } from "#plugins/sdk/values.ts";
import { portCapability } from "./capability.ts";

const storageKey = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9:_-]*$/, "letters, digits and : _ - only");

export const storageGet = portCapability({
  name: "storage.get",
  summary: "Reads a value that the plugin stored at this tenant; null when there is none.",
  port: "storage",
  scope: z.strictObject({}),
  narrow: () => ({}),
  consent: () => ({ "zh-CN": "读取自己保存的数据", en: "Read what it has stored itself" }),
  deterministic: false,
  input: z.strictObject({ key: storageKey }),
  output: z.strictObject({ value: jsonValue.nullable() }),
  refuses: () => undefined,
  subject: ({ key }) => key,
  run: async (ports, { call }, { key }) => ({ value: (await ports.storage.get(call, key)) ?? null }),
});

export const storagePut = portCapability({
  name: "storage.put",
  summary: "Stores a JSON value under a key of the plugin's own, at this tenant.",
  port: "storage",
  scope: z.strictObject({ bytesMax: z.number().int().min(1).max(50_000_000) }),
  narrow: (requested, approved) => ({ bytesMax: Math.min(requested.bytesMax, approved.bytesMax) }),
  consent: ({ bytesMax }) => ({
    "zh-CN": `保存自己的数据，最多 ${bytesMax} 字节`,
    en: `Store data of its own, ${bytesMax} bytes at most`,
  }),
  deterministic: false,
  input: z.strictObject({ key: storageKey, value: jsonValue }),
  output: z.strictObject({}),
  refuses: ({ scope }, { value }) =>
    Buffer.byteLength(JSON.stringify(value)) > scope.bytesMax
      ? `larger than ${scope.bytesMax} bytes`
      : undefined,
  subject: ({ key }) => key,
  run: async (ports, { call, scope }, { key, value }) => {
    await ports.storage.put(call, key, value, scope.bytesMax);
    return {};
  },
});
