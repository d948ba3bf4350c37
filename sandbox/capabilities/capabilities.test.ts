import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { HttpRequest, SandboxPorts } from "../ports.ts";
import { type Capability, portCapability } from "./capability.ts";
import { dispatchCapability, type Receipt } from "./dispatch.ts";
import { capabilityTableText, DOCS_FILE, docsWithTables, HOST_API_FILE, hostApiText } from "./generate.ts";
import { consentLines, effectiveGrants } from "./grants.ts";
import { createHttpClient } from "./http-client.ts";
import { isPublicAddress } from "./http-host.ts";
import { CAPABILITIES, CAPABILITY_TABLE, capabilityTable } from "./index.ts";

const rows = CAPABILITIES as unknown as readonly Capability[];
const reason = { "zh-CN": "测试", en: "test" };
const call = { tenantId: "t", pluginId: "p", pluginVersion: "1.0.0", signal: new AbortController().signal };

describe("the table drives what is derived from it", () => {
  test("the types of the SDK are current", () => {
    // Compared without white space: the formatter has been over the file.
    const bare = (text: string) => text.replaceAll(/[\s;,]+/g, "");
    expect(bare(readFileSync(HOST_API_FILE, "utf8"))).toBe(bare(hostApiText(rows)));
  });

  test("the documentation is current", () => {
    const docs = readFileSync(DOCS_FILE, "utf8");
    expect(docs).toBe(docsWithTables(docs, rows));
  });

  test("a toy capability is dispatched, typed and documented by adding its row", async () => {
    const toy = portCapability({
      name: "toy.echo",
      summary: "Says it again.",
      port: "storage",
      scope: z.strictObject({ loud: z.boolean() }),
      narrow: (requested, approved) => ({ loud: requested.loud && approved.loud }),
      consent: ({ loud }) => ({ "zh-CN": loud ? "大声" : "小声", en: loud ? "loudly" : "quietly" }),
      deterministic: false,
      input: z.strictObject({ text: z.string() }),
      output: z.strictObject({ text: z.string() }),
      refuses: () => undefined,
      subject: ({ text }) => text,
      run: async (_ports, { scope }, { text }) => ({ text: scope.loud ? text.toUpperCase() : text }),
    }) as unknown as Capability;
    const table = capabilityTable([...rows, toy]);
    const manifest = { capabilities: [{ capability: "toy.echo", reason, loud: true }] };
    const grants = effectiveGrants(table, manifest, [{ capability: "toy.echo", loud: true }], false);
    const answer = await dispatchCapability(
      { table, ports: { storage: {} as SandboxPorts["storage"] }, grants, call, onReceipt: () => {} },
      "toy.echo",
      '{"text":"hi"}',
    );
    expect(answer).toEqual({ text: "HI" });
    expect(hostApiText([...rows, toy])).toContain(
      "readonly echo: (input: { readonly text: string }) => Promise<",
    );
    expect(capabilityTableText([...rows, toy])).toContain("| `toy.echo` | Says it again. | `loud` |");
    expect(consentLines(table, manifest)).toEqual([
      { capability: "toy.echo", words: { "zh-CN": "大声", en: "loudly" }, reason },
    ]);
  });

  test("the child answers itself exactly what the table says it does", () => {
    const runtime = readFileSync(new URL("../guest/runtime.ts", import.meta.url), "utf8");
    const local = [...runtime.matchAll(/case "([a-z.]+)":\s*return \(/g)].map(([, name]) => name);
    expect(local.toSorted()).toEqual(
      rows
        .filter(({ runs }) => runs === "child")
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});

describe("grants are requested ∩ approved", () => {
  const capabilities = [
    { capability: "log", reason },
    { capability: "clock.now", reason },
    { capability: "storage.put", reason, bytesMax: 5_000 },
    { capability: "http.fetch", reason, hosts: ["a.example.com", "b.example.com"] },
    { capability: "records.read", reason, forms: [{ form: "meter", fields: ["kwh", "name"] }] },
  ];
  const granted = (approved: { capability: string }[], deterministic = false) =>
    Object.fromEntries(effectiveGrants(CAPABILITY_TABLE, { capabilities }, approved, deterministic));

  test("nothing approved, nothing granted", () => {
    expect(granted([])).toEqual({});
  });

  test("down to hosts, fields and sizes", () => {
    const approved = [
      { capability: "storage.put", bytesMax: 900 },
      { capability: "http.fetch", hosts: ["b.example.com", "c.example.com"] },
      {
        capability: "records.read",
        forms: [
          { form: "meter", fields: ["kwh", "day"] },
          { form: "customer", fields: ["name"] },
        ],
      },
    ];
    expect(granted(approved)).toEqual({
      "storage.put": { bytesMax: 900 },
      "http.fetch": { hosts: ["b.example.com"] },
      "records.read": { forms: [{ form: "meter", fields: ["kwh"] }] },
    });
  });

  test("a scope of which nothing is left is no grant", () => {
    expect(
      granted([{ capability: "http.fetch", hosts: ["c.example.com"] } as { capability: string }]),
    ).toEqual({});
  });

  test("at a deterministic point only what cannot change an answer", () => {
    expect(granted(capabilities, true)).toEqual({ log: {} });
  });

  test.each([
    [{ capability: "root.shell" }, "no capability"],
    [{ capability: "http.fetch", hosts: ["*.example.com"] }, "http.fetch"],
    [{ capability: "http.fetch", hosts: ["127.0.0.1"] }, "http.fetch"],
    [{ capability: "http.fetch", hosts: ["localhost"] }, "http.fetch"],
    [{ capability: "log", everything: true }, "log"],
  ])("a request that the table does not know is refused: %j", (request, text) => {
    const manifest = { capabilities: [{ ...request, reason }] };
    expect(() => consentLines(CAPABILITY_TABLE, manifest)).toThrow(text);
  });
});

describe("dispatch", () => {
  const use = async (ports: Partial<SandboxPorts>, name: string, input: unknown) => {
    const receipts: Receipt[] = [];
    const grants = new Map<string, unknown>([
      ["storage.get", {}],
      ["storage.put", { bytesMax: 100 }],
      ["records.read", { forms: [{ form: "meter", fields: ["kwh"] }] }],
    ]);
    const options = {
      table: CAPABILITY_TABLE,
      ports,
      grants,
      call,
      onReceipt: (one: Receipt) => receipts.push(one),
    };
    const answer = await dispatchCapability(options, name, JSON.stringify(input)).catch(
      (error: Error) => error,
    );
    return { answer, receipts };
  };

  test("each use leaves a receipt, without its content", async () => {
    const storage = { get: async () => ({ secret: 1 }), put: async () => {} };
    const { answer, receipts } = await use({ storage }, "storage.get", { key: "settings" });
    expect(answer).toEqual({ value: { secret: 1 } });
    expect(receipts).toMatchObject([{ capability: "storage.get", subject: "settings", outcome: "done" }]);
    expect(JSON.stringify(receipts)).not.toContain("secret");
  });

  test("a refusal leaves one too", async () => {
    const { answer, receipts } = await use({}, "records.read", { form: "customer", fields: ["name"] });
    expect(answer).toMatchObject({ code: "CAPABILITY_DENIED" });
    expect(receipts).toMatchObject([{ outcome: "refused", subject: "customer: name" }]);
  });

  test("a port that is not there, one that fails, one that answers nonsense", async () => {
    expect((await use({}, "storage.get", { key: "a" })).answer).toMatchObject({ code: "CAPABILITY_FAILED" });
    const broken = { get: () => Promise.reject(new Error("disk")), put: async () => {} };
    expect((await use({ storage: broken }, "storage.get", { key: "a" })).answer).toMatchObject({
      code: "CAPABILITY_FAILED",
      params: { reason: "disk" },
    });
    const odd = { get: async () => Number.NaN, put: async () => {} };
    expect((await use({ storage: odd }, "storage.get", { key: "a" })).answer).toMatchObject({
      code: "CAPABILITY_FAILED",
    });
  });

  test("a row of a record gives only the fields that were asked for", async () => {
    const records = { read: async () => ({ rows: [{ kwh: 3, name: "Li" }], next: undefined }) };
    const { answer } = await use({ records }, "records.read", { form: "meter", fields: ["kwh"] });
    expect(answer).toEqual({ rows: [{ kwh: 3 }], next: null });
  });
});

describe("addresses", () => {
  test.each(["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "203.0.114.1", "100.128.0.1"])(
    "%s is public",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.19.0.1",
    "198.51.100.7",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:1::",
    "3fff::1",
    "example.com",
    "",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("the HTTP client", () => {
  let port = 0;
  let seen: IncomingMessage | undefined;
  const server = createServer((request, response) => {
    seen = request;
    answers[request.url ?? ""]?.(response);
  });
  const answers: Record<string, (response: ServerResponse) => void> = {
    "/plain": (response) => response.setHeader("set-cookie", "a=b").setHeader("etag", "1").end("hello"),
    "/redirect": (response) => response.writeHead(302, { location: "http://evil.test/" }).end(),
    "/large": (response) => response.end(Buffer.alloc(3_000_000)),
    "/slow": () => {},
  };
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const toLoopback = ((_name: string, _options: unknown, answer: (error: null, list: unknown) => void) =>
    answer(null, [{ address: "127.0.0.1", family: 4 }])) as never;
  const request = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
    url: new URL(`http://api.example.com:${port}${path}`),
    method: "GET",
    headers: {},
    body: undefined,
    timeoutMs: 2_000,
    responseBytesMax: 1_000_000,
    signal: new AbortController().signal,
    ...more,
  });
  const local = createHttpClient({ lookup: toLoopback, allowsAddress: () => true });

  test("gives back status, visible headers and text", async () => {
    const headers = { "x-a": "b" };
    const answer = await local.fetch(request("/plain", { method: "POST", body: "x", headers }));
    expect(answer).toMatchObject({ status: 200, headers: { etag: "1" }, body: "hello" });
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(seen?.headers).toMatchObject({ "x-a": "b", "user-agent": "Manifold-Plugin", connection: "close" });
  });

  test("follows no redirect", () => expect(local.fetch(request("/redirect"))).rejects.toThrow("redirects"));
  test("stops at the size limit", () =>
    expect(local.fetch(request("/large"))).rejects.toThrow("larger than"));
  test("stops at the time limit", () =>
    expect(local.fetch(request("/slow", { timeoutMs: 60 }))).rejects.toThrow(/aborted/i));
  test("stops when the call ends", () =>
    expect(local.fetch(request("/slow", { signal: AbortSignal.timeout(30) }))).rejects.toThrow(/aborted/i));
  test("a name that leads to a private address is not reached", () =>
    expect(createHttpClient({ lookup: toLoopback }).fetch(request("/plain"))).rejects.toThrow(
      "public address",
    ));
});
