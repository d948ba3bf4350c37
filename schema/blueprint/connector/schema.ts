import { z } from "zod";
import { keySchema, urlSchema, wordsSchema } from "../common.ts";

/** The name of a secret that the utility keeps in the console; the value never stands in a blueprint. */
const secretSchema = keySchema.describe("name of a secret");

const hostSchema = z.string().regex(/^[a-z0-9.-]+$/i, "expected a host name such as smtp.example.cn");

/** How the utility reaches what lies outside. Without an item for a purpose the installation's own setting holds. */
export const connectorSchema = z.discriminatedUnion("to", [
  z.strictObject({
    to: z.literal("sms"),
    label: wordsSchema,
    url: urlSchema,
    account: z.string().min(1).max(200),
    /** The signature that the provider has approved for this utility, 【…】. */
    signature: z.string().min(2).max(20).optional(),
    secret: secretSchema,
  }),
  z.strictObject({
    to: z.literal("email"),
    label: wordsSchema,
    host: hostSchema,
    port: z.int().min(1).max(65_535).default(587),
    tls: z.enum(["required", "none"]).default("required"),
    from: z.email(),
    user: z.string().min(1).max(200).optional(),
    secret: secretSchema.optional(),
  }),
]);

export type Connector = z.output<typeof connectorSchema>;
