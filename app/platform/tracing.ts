import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { env } from "./env.ts";
import { logger } from "./logger.ts";

/**
 * Traces of OpenTelemetry: a request, the procedures it calls, their statements, and the jobs that follow from it, as one
 * tree. They go out by OTLP where `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector; else nothing is recorded and nothing of
 * the SDK is loaded. A span names no person: statements stand without their values, addresses without their query.
 */

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  readonly kind?: keyof typeof SpanKind;
  readonly attributes?: Attributes;
  /** The trace that this goes on with, as `traceparent()` gave it; else the one that is under way. */
  readonly parent?: string | undefined;
}

let recording = false;

/** Begins to record, if there is a collector; once a process. @param role `web`, `worker`, `collab` */
export async function startTracing(role: string): Promise<{ end(): Promise<void> }> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env();
  if (endpoint === undefined || recording) return { end: async () => {} };
  const [sdk, { OTLPTraceExporter }, { AsyncLocalStorageContextManager }, { resourceFromAttributes }, core] =
    await Promise.all([
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/context-async-hooks"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/core"),
    ]);
  const exporter = new OTLPTraceExporter({
    url: new URL("v1/traces", `${endpoint.replace(/\/$/, "")}/`).href,
  });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      "service.namespace": "manifold",
      "service.name": `manifold ${role}`,
      "process.pid": process.pid,
    }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  recording = true;
  logger.info({ endpoint: new URL(endpoint).host }, "traces are sent");
  return {
    end: async () => {
      recording = false;
      // A collector that does not answer keeps no process from ending.
      await provider.shutdown().catch(() => {});
    },
  };
}

/** Does `work` as a span, inside of the one that is under way. What it throws is noted and thrown on. */
export function spanned<Result>(
  name: string,
  { kind = "INTERNAL", attributes, parent }: SpanOptions,
  work: (span: Span | undefined) => Promise<Result>,
): Promise<Result> {
  if (!recording) return work(undefined);
  const within =
    parent === undefined ? context.active() : propagation.extract(context.active(), { traceparent: parent });
  const options = { kind: SpanKind[kind], ...(attributes === undefined ? {} : { attributes }) };
  return trace.getTracer("manifold").startActiveSpan(name, options, within, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      // The message may hold what somebody typed; its kind does not.
      span.setAttribute("error.type", nameOf(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A transaction as a span: what lies in one of Prisma's is not seen by itself. */
export const spannedTransaction = <Result>(work: () => Promise<Result>): Promise<Result> =>
  spanned("transaction", { attributes: DATABASE }, work);

const DATABASE = { "db.system.name": "postgresql" };

/** A statement as a span: its operation and table, its text with placeholders. */
export function spannedSql<Result>(text: string, work: () => Promise<Result>): Promise<Result> {
  if (!recording) return work();
  return spanned(
    summaryOf(text),
    {
      kind: "CLIENT",
      attributes: {
        ...DATABASE,
        "db.query.text": text.replaceAll(/\s+/g, " ").trim().slice(0, 1_000),
      },
    },
    work,
  );
}

/** The trace that is under way, to be carried on elsewhere (W3C Trace Context); undefined where nothing is recorded. */
export function traceparent(): string | undefined {
  if (!recording) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** `SELECT bill`, `INSERT payment`. */
export function summaryOf(text: string): string {
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "SQL";
  const table = /\b(?:FROM|INTO|UPDATE)\s+(?:ONLY\s+)?([\w.]+)/i.exec(text)?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
}

function nameOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return typeof error;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? "Error");
}
