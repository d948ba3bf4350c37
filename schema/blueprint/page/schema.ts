import { z } from "zod";
import { keySchema, wordsSchema } from "../common.ts";

/** A place inside the utility ("workspace/cases?state=open") or an address outside. */
const targetSchema = z
  .string()
  .max(500)
  .regex(
    /^((workspace|portal)(\/[a-z0-9/_-]*)?(\?[\w=&.,%-]*)?|https:\/\/[^\s"'<>]+|tel:[+\d -]+)$/,
    "expected a place inside the utility such as workspace/cases, an https address or a telephone number",
  );

const listed = { title: wordsSchema.optional(), limit: z.int().min(1).max(50).default(10) };

/** One part of a page. What it shows is asked with the rights of who looks. */
export const blockSchema = z.discriminatedUnion("block", [
  z.strictObject({
    block: z.literal("text"),
    text: wordsSchema,
    tone: z.enum(["plain", "notice"]).default("plain"),
  }),
  z.strictObject({
    block: z.literal("links"),
    title: wordsSchema.optional(),
    links: z
      .array(z.strictObject({ label: wordsSchema, to: targetSchema, note: wordsSchema.optional() }))
      .min(1)
      .max(30),
  }),
  /** Services that who looks may open, as cards. */
  z.strictObject({
    block: z.literal("services"),
    title: wordsSchema.optional(),
    services: z.array(keySchema).min(1).max(30),
  }),
  /** Running cases, the most urgent first. */
  z.strictObject({
    block: z.literal("cases"),
    ...listed,
    services: z.array(keySchema).min(1).max(30).optional(),
  }),
  z.strictObject({
    block: z.literal("kpis"),
    title: wordsSchema.optional(),
    kpis: z.array(keySchema).min(1).max(12),
  }),
  z.strictObject({
    block: z.literal("alarms"),
    ...listed,
    severities: z
      .array(z.enum(["low", "medium", "high", "critical"]))
      .min(1)
      .optional(),
  }),
]);

export type Block = z.output<typeof blockSchema>;

/** A page of the workspace or the portal, with its place in the menu, built from blocks. */
export const pageSchema = z
  .strictObject({
    label: wordsSchema,
    area: z.enum(["workspace", "portal"]),
    icon: z
      .enum(["home", "clipboard", "alert", "chart", "phone", "map", "book", "users", "bolt", "flame"])
      .default("clipboard"),
    /** Lower comes first among the utility's own pages. */
    order: z.int().min(0).max(1_000).default(100),
    /** Roles of staff, built in or the utility's own, that see it; left out: everybody of the area. */
    roles: z.array(keySchema).min(1).optional(),
    blocks: z.array(blockSchema).min(1).max(40),
  })
  .superRefine(({ area, roles, blocks }, context) => {
    if (area === "portal" && roles !== undefined)
      context.addIssue({
        code: "custom",
        path: ["roles"],
        message: "customers have no roles; leave it out on a page of the portal",
      });
    blocks.forEach(({ block }, at) => {
      if (area === "portal" && (block === "kpis" || block === "alarms"))
        context.addIssue({
          code: "custom",
          path: ["blocks", at, "block"],
          message: `${block} is for staff only`,
        });
    });
  });

export type Page = z.output<typeof pageSchema>;
