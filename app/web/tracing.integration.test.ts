import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { logger } from "#app/platform/logger.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { startTracing, summaryOf } from "#app/platform/tracing.ts";
import { testDatabase } from "#tests/database.ts";
import { addServices } from "#tests/fixtures/services.ts";
import { startWorkerProcess, type WorkerProcess } from "#tests/fixtures/worker-process.ts";
import { makeWorld, PASSWORD, type World } from "#tests/world.ts";
import { assembleApp } from "./app.ts";

/**
 * Traces as a collector gets them: this process is the web process, the jobs run in a worker process of their own, and
 * both send to a collector that takes OTLP over HTTP.
 */
interface Told {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly service: string;
}
const told: Told[] = [];
const collector = createServer((request, response) => {
  let text = "";
  request.on("data", (part) => {
    text += String(part);
  });
  request.on("end", () => {
    for (const { resource, scopeSpans } of JSON.parse(text).resourceSpans) {
      const service = resource.attributes.find(({ key }: { key: string }) => key === "service.name").value
        .stringValue;
      for (const { spans } of scopeSpans) for (const span of spans) told.push({ ...span, service });
    }
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
});

const listen = (on: Server) =>
  new Promise<number>((resolve) =>
    on.listen(0, "127.0.0.1", () => resolve((on.address() as AddressInfo).port)),
  );

// The configuration is read once, so it stands before anything is asked of it.
process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${await listen(collector)}`;
process.env.OTEL_BSP_SCHEDULE_DELAY = "50";
await testDatabase();
addAllLocales();
let server: Server;
let world: World;
let worker: WorkerProcess;
let tracing: { end(): Promise<void> };

beforeAll(async () => {
  vi.spyOn(logger, "info").mockImplementation(() => {});
  world = await makeWorld();
  const words = { "zh-CN": "等待", en: "Wait" };
  await addServices(
    { tenantId: world.city.id, scope: systemScope(world.city.id) },
    {
      arrears: {
        label: words,
        category: "other",
        openedBy: ["staff"],
        steps: [{ key: "wait", kind: "wait", label: words, wait: { event: "payment.received" } }],
      },
    },
  );
  tracing = await startTracing("web");
  worker = await startWorkerProcess("normal");
  server = createServer();
  await assembleApp(server, { root: path.resolve("."), development: false, trustedProxies: 0, pages: false });
  await listen(server);
});
afterAll(async () => {
  await worker.stop();
  await tracing.end();
  for (const each of [server, collector]) {
    each.close();
    each.closeAllConnections();
  }
  await closeDatabase();
});

async function call(
  procedure: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}/t/linzhou/api/trpc/${procedure}?secret=typed`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin", ...headers },
    body: JSON.stringify(body),
  });
}

it("a request, its procedure, its statements and the job that follows in another process are one tree", async () => {
  const login = world.staff["service-agent"].login;
  const signedIn = await call("session.signIn", { as: "staff", login, password: PASSWORD });
  const cookie = (signedIn.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  const stranger = `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`;
  const data = { name: "张三" };
  const answer = await call(
    "case.open",
    { service: "arrears", key: newId(), customerId: world.li.id, data },
    { cookie, traceparent: stranger },
  );
  expect(answer.status, await answer.clone().text()).toBe(200);

  // The two processes tell in their own time: the request last, when its answer has gone out.
  const find = () => told.find(({ name }) => name === "job case.hear") as Told;
  await vi.waitFor(
    () => expect(told).toContainEqual(expect.objectContaining({ name: "POST api", traceId: find().traceId })),
    { timeout: 15_000 },
  );
  const job = find();
  const tree = told.filter(({ traceId }) => traceId === job.traceId);
  const parentOf = (span: Told | undefined) => tree.find(({ spanId }) => spanId === span?.parentSpanId);
  const up = (span: Told): string[] => {
    const names = [span.name];
    for (let at = parentOf(span); at !== undefined; at = parentOf(at)) names.push(at.name);
    return names;
  };
  expect(job.service).toBe("manifold worker");
  expect(up(job).at(-1)).toBe("POST api");
  expect(up(job)).toContain("trpc case.open");
  const stored = tree.find(({ name }) => name === "INSERT service_case") as Told;
  expect(up(stored)).toEqual(["INSERT service_case", "transaction", "trpc case.open", "POST api"]);
  const heard = tree.find(
    ({ name, service }) => name === "SELECT service_case" && service === "manifold worker",
  );
  expect(up(heard as Told)).toContain("job case.hear");

  // Who asks from outside does not choose the trace, and no span tells what was typed.
  expect(job.traceId).not.toBe("ab".repeat(16));
  const root = tree.find(({ name }) => name === "POST api");
  expect(root?.attributes).toContainEqual({
    key: "manifold.request_id",
    value: { stringValue: answer.headers.get("x-request-id") },
  });
  const everything = JSON.stringify(told);
  for (const typed of ["张三", PASSWORD, login, "typed"]) expect(everything).not.toContain(typed);
});

it("names a statement by its operation and table", () => {
  expect(summaryOf("SELECT a FROM bill b JOIN customer c ON true")).toBe("SELECT bill");
  expect(summaryOf("  insert into payment (id) values ($1)")).toBe("INSERT payment");
  expect(summaryOf("UPDATE meter_read SET x = 1")).toBe("UPDATE meter_read");
  expect(summaryOf("SELECT 1")).toBe("SELECT");
});
