import type { Response } from "express";
import { type CsvColumn, csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import type { Action, Noun } from "#app/policies/index.ts";
import type { PersonalFields } from "#app/services/privacy/personal-fields.ts";
import type { Who } from "#app/trpc/base.ts";
import { type Endpoint, type EnteredContext, tenantEndpoint } from "./endpoint.ts";

/**
 * `GET api/<name>.csv?…`: every row that fits, streamed batch by batch, each shown to its caller by `present`. The columns
 * are for machines, so not translated.
 */
export function csvEndpoint<N extends Noun, Row>(row: {
  path: `api/${string}.csv`;
  noun: N;
  action: Action<N>;
  who: Who;
  budget?: "transfer";
  personal?: PersonalFields;
  columns: readonly CsvColumn<Row>[];
  /** `query` are the parameters that say something. */
  rows: (query: Readonly<Record<string, unknown>>, context: EnteredContext) => Batches<Row>;
}): Endpoint {
  const { columns, rows, ...guarded } = row;
  return tenantEndpoint({
    ...guarded,
    method: "get",
    handle: async (request, response, context) => {
      const said = Object.entries(request.query).filter(([, value]) => value !== "");
      const batches = rows(Object.fromEntries(said), context)[Symbol.asyncIterator]();
      // The first batch is read before anything is answered, so that an error is an answer of its own.
      let batch = await batches.next();
      response.setHeader("content-type", "text/csv; charset=utf-8");
      response.setHeader("content-disposition", `attachment; filename="${row.path.slice("api/".length)}"`);
      response.setHeader("cache-control", "private, no-store");
      response.write(UTF8_MARK + [...csvLines(columns, [])].join(""));
      while (!batch.done) {
        const [, ...lines] = csvLines(columns, await context.present(batch.value));
        await writeOn(response, lines.join(""));
        if (response.destroyed) break;
        batch = await batches.next();
      }
      response.end();
    },
  });
}

type Batches<Row> = AsyncIterable<readonly Row[]>;

/** Writes, and waits while the reader is slower, or until it is gone. */
export async function writeOn(response: Response, text: string): Promise<void> {
  if (response.write(text) || response.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
