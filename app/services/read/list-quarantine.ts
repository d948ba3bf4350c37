import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ManifoldError, type Words } from "#engines/kernel/errors.ts";
import { meteringErrors } from "#engines/metering/index.ts";

/** A part of an input that could not be taken. */
export interface QuarantinedPart {
  readonly id: string;
  readonly fileName: string;
  readonly code: string;
  readonly message: Words;
  readonly line: number | null;
  readonly raw: string;
  readonly receivedAt: string;
}

const LIMIT = 50;

/** The quarantine, newest first, a page at a time (keyset). */
export async function listQuarantine(
  scope: Scope,
  request: { readonly after?: string | undefined },
): Promise<{ items: QuarantinedPart[]; next: string | undefined }> {
  const [afterTime, afterHash] = (request.after ?? "").split("|");
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<PartRow>(PARTS, [
      scope.tenantId,
      afterTime || null,
      afterHash || null,
      LIMIT + 1,
    ]);
    const shown = rows.slice(0, LIMIT);
    const last = shown[shown.length - 1];
    return {
      items: shown.map(partOf),
      next:
        rows.length > LIMIT && last !== undefined
          ? `${last.received_at.toISOString()}|${last.id}`
          : undefined,
    };
  });
}

interface PartRow {
  id: string;
  file_name: string;
  code: string;
  params: Record<string, string | number>;
  location: { line?: number };
  raw: string;
  received_at: Date;
}

function partOf(row: PartRow): QuarantinedPart {
  return {
    id: row.id,
    fileName: row.file_name,
    code: row.code,
    message: messageOf(row.code, row.params),
    line: row.location.line ?? null,
    raw: row.raw,
    receivedAt: row.received_at.toISOString(),
  };
}

/** The words of a fault that was stored by its code; one of an older version that is gone shows its code. */
function messageOf(code: string, params: Record<string, string | number>): Words {
  if (!Object.hasOwn(meteringErrors, code)) return { "zh-CN": code, en: code };
  const spec = meteringErrors[code as keyof typeof meteringErrors];
  const error = new ManifoldError(code, spec, params, undefined, undefined);
  return { "zh-CN": error.wordsIn("zh-CN"), en: error.wordsIn("en") };
}

const PARTS = `
  SELECT encode(content_hash, 'hex') AS id, file_name, code, params, location, raw, received_at FROM quarantine
  WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (received_at, content_hash) < ($2::timestamptz, decode($3, 'hex')))
  ORDER BY received_at DESC, content_hash DESC LIMIT $4`;
