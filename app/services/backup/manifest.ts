import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { backupError } from "./errors.ts";

/** `manifest.json` of a backup: what it holds, and the checksum of every file. */
const manifestSchema = z.strictObject({
  format: z.literal("manifold-backup-1"),
  madeAt: z.iso.datetime(),
  schemaVersion: z.int(),
  /** Upper tiers before lower ones. */
  tenants: z.array(
    z.strictObject({
      id: z.uuid(),
      slug: z.string(),
      parentId: z.uuid().nullable(),
      files: z.array(
        z.strictObject({
          table: z.string(),
          /** Rows as PostgreSQL's COPY writes them as text, in the order of the primary key, in UTC; gzip. */
          file: z.string(),
          rows: z.int(),
          /** SHA-256 of the text before gzip: equal data has equal checksums. */
          sha256: z.string(),
        }),
      ),
    }),
  ),
  /** What was reached once for the whole installation; null in a backup of one utility. */
  milestones: z.array(z.strictObject({ name: z.string(), hash: z.string() })).nullable(),
});

export type Manifest = z.output<typeof manifestSchema>;
export type TenantBackup = Manifest["tenants"][number];

export const MANIFEST_FILE = "manifest.json";

/** Throws BACKUP_UNREADABLE. */
export function readManifest(folder: string): Manifest {
  let text: string;
  try {
    text = readFileSync(path.join(folder, MANIFEST_FILE), "utf8");
  } catch {
    throw backupError("BACKUP_UNREADABLE", { folder, reason: `${MANIFEST_FILE} is missing` });
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : `${MANIFEST_FILE} is no JSON`;
    throw backupError("BACKUP_UNREADABLE", { folder, reason }, { file: MANIFEST_FILE }, error);
  }
}
