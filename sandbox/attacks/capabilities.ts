import type { Attack, AttackClass } from "./attack.ts";

const requests = [
  { capability: "http.fetch", hosts: ["api.example.com"] },
  { capability: "records.read", forms: [{ form: "meter", fields: ["kwh", "day"] }] },
  { capability: "storage.get" },
  { capability: "storage.put", bytesMax: 1_000 },
  { capability: "secrets.has", secrets: [{ name: "apiKey", hosts: ["api.example.com"] }] },
];

const attack = (name: string, code: string): Attack => ({ name, code, requests, ends: ["harmless"] });
const fetches = (name: string, request: string): Attack =>
  attack(
    name,
    `try { await host.http.fetch(${request}); reached(${JSON.stringify(name)}); } catch (error) { if (!error.code) reached(String(error)); }`,
  );
const reads = (name: string, query: string): Attack =>
  attack(
    name,
    `try { const page = await host.records.read(${query}); reached(JSON.stringify(page)); } catch (error) { if (!error.code) reached(String(error)); }`,
  );
const stores = (name: string, entry: string): Attack =>
  attack(
    name,
    `try { await host.storage.put(${entry}); reached("stored"); } catch (error) { if (!error.code) reached(String(error)); }`,
  );

/** Ways to write an address so that a careless comparison takes it for the granted one. */
const ADDRESSES: Readonly<Record<string, string>> = {
  "another host": "https://evil.test/",
  "the granted host as a user name": "https://api.example.com@evil.test/",
  "the granted host as user and password": "https://api.example.com:443@evil.test/",
  "the granted host in the fragment": "https://evil.test/#api.example.com",
  "the granted host in the query": "https://evil.test/?api.example.com",
  "the granted host in the path": "https://evil.test/api.example.com",
  "the granted host as a subdomain of another": "https://api.example.com.evil.test/",
  "another host that ends like the granted one": "https://evilapi.example.com/",
  "a subdomain of the granted host": "https://x.api.example.com/",
  "the parent of the granted host": "https://example.com/",
  "backslash before the granted host": "https://evil.test\\@api.example.com/",
  "backslash for slash": "https:\\\\evil.test\\",
  "without slashes": "https:evil.test",
  "relative to a protocol": "//evil.test/",
  "tab and line break inside": "https://api.example.com\n.evil.test/",
  "spaces before": " \t https://evil.test/",
  "NUL before the end of the name": "https://api.example.com%00.evil.test/",
  "full-width dots": "https://api。example。com.evil.test/",
  "letters in circles": "https://ⓔvil.test/",
  "a trailing dot": "https://api.example.com./",
  "a port": "https://api.example.com:8443/",
  "plain HTTP": "http://api.example.com/",
  "credentials for the granted host": "https://user:pw@api.example.com/",
  loopback: "https://127.0.0.1/",
  "loopback by name": "https://localhost/",
  "loopback in hexadecimal": "https://0x7f000001/",
  "loopback as one number": "https://2130706433/",
  "loopback in octal": "https://0177.0.0.1/",
  "loopback shortened": "https://127.1/",
  "loopback, IPv6": "https://[::1]/",
  "loopback, IPv4 in IPv6": "https://[::ffff:127.0.0.1]/",
  "metadata of a cloud": "https://169.254.169.254/latest/meta-data/",
  "a file": "file:///etc/passwd",
  data: "data:text/plain,api.example.com",
  "a script": "javascript:1",
  "a blob": "blob:https://api.example.com/x",
  "a socket": "wss://api.example.com/",
  gopher: "gopher://api.example.com:70/_x",
  nothing: "",
};

export const addresses: AttackClass = {
  name: "addresses",
  attacks: Object.entries(ADDRESSES).map(([name, url]) => fetches(name, JSON.stringify({ url }))),
};

export const confusion: AttackClass = {
  name: "capability confusion",
  attacks: [
    fetches(
      "address by an object that changes",
      `{ url: { n: 0, toJSON() { return this.n++ ? "https://api.example.com/" : "https://evil.test/"; } } }`,
    ),
    fetches(
      "address by a getter that changes",
      `(() => { let n = 0; return { get url() { return n++ ? "https://api.example.com/" : "https://evil.test/"; } }; })()`,
    ),
    fetches("address as a list", `{ url: ["https://api.example.com/", "https://evil.test/"] }`),
    fetches(
      "header of the connection",
      `{ url: "https://api.example.com/", headers: { host: "evil.test" } }`,
    ),
    fetches("cookie", `{ url: "https://api.example.com/", headers: { cookie: "session=x" } }`),
    fetches(
      "forwarded header",
      `{ url: "https://api.example.com/", headers: { "x-forwarded-for": "127.0.0.1" } }`,
    ),
    fetches("header in upper case", `{ url: "https://api.example.com/", headers: { Host: "evil.test" } }`),
    fetches(
      "line break in a header's value",
      `{ url: "https://api.example.com/", headers: { "x-a": "b\\r\\nhost: evil.test" } }`,
    ),
    fetches(
      "line break in a header's name",
      `{ url: "https://api.example.com/", headers: { "x-a\\r\\nhost": "evil.test" } }`,
    ),
    fetches("method of its own", `{ url: "https://api.example.com/", method: "CONNECT" }`),
    fetches(
      "line break in the method",
      `{ url: "https://api.example.com/", method: "GET / HTTP/1.1\\r\\n" }`,
    ),
    fetches(
      "secret that was not granted",
      `{ url: "https://api.example.com/", headers: { authorization: { secret: "masterKey" } } }`,
    ),
    fetches(
      "secret in a literal's place",
      `{ url: "https://api.example.com/", headers: { authorization: { secret: "apiKey", prefix: "x\\r\\ny: " } } }`,
    ),
    fetches(
      "redirect mode and agent slipped in",
      `{ url: "https://api.example.com/", redirect: "follow", agent: {}, lookup: "x", socketPath: "/var/run/docker.sock" }`,
    ),
    fetches("timeout without end", `{ url: "https://api.example.com/", timeoutMs: 1e9 }`),
    fetches(
      "body that is no text",
      `{ url: "https://api.example.com/", method: "POST", body: { length: 1e9 } }`,
    ),
    attack(
      "secret by its value",
      `const has = await host.secrets.has({ name: "apiKey" }); if (JSON.stringify(has) !== '{"present":true}') reached(JSON.stringify(has));`,
    ),
    attack(
      "existence of another secret",
      `try { await host.secrets.has({ name: "masterKey" }); reached("told"); } catch {}`,
    ),
    reads("form that was not granted", `{ form: "customer", fields: ["kwh"] }`),
    reads("field that was not granted", `{ form: "meter", fields: ["kwh", "name"] }`),
    reads(
      "condition on a field that was not granted",
      `{ form: "meter", fields: ["kwh"], where: { name: "Li" } }`,
    ),
    reads("all fields", `{ form: "meter", fields: ["*"] }`),
    reads("no fields", `{ form: "meter", fields: [] }`),
    reads("__proto__ as a field", `{ form: "meter", fields: ["__proto__"] }`),
    reads("constructor as a field", `{ form: "meter", fields: ["constructor"] }`),
    reads("SQL in a field", `{ form: "meter", fields: ["kwh\\" from users; --"] }`),
    reads("operator in a condition", `{ form: "meter", fields: ["kwh"], where: { kwh: { $gt: 0 } } }`),
    reads("another tenant", `{ form: "meter", fields: ["kwh"], tenantId: "other" }`),
    reads("too many rows", `{ form: "meter", fields: ["kwh"], limit: 1e9 }`),
    attack(
      "more than was asked for",
      `const page = await host.records.read({ form: "meter", fields: ["kwh"] }); for (const row of page.rows) for (const key of Object.keys(row)) if (key !== "kwh") reached(key);`,
    ),
    stores("key by a path", `{ key: "../other-plugin/a", value: 1 }`),
    stores("key of another tenant", `{ key: "t2/a", value: 1 }`),
    stores("key without end", `{ key: "k".repeat(1000), value: 1 }`),
    stores("value beyond its share", `{ key: "a", value: "x".repeat(2000) }`),
    stores("value too deep", `{ key: "a", value: JSON.parse("[".repeat(500) + "]".repeat(500)) }`),
    stores("__proto__ as a key", `{ key: "__proto__", value: { polluted: 1 } }`),
    attack(
      "names that were not granted",
      `for (const path of ["clock", "random", "log", "process", "__proto__", "constructor", "fs"]) if (host[path] !== undefined) reached(path);`,
    ),
    {
      ...attack(
        "requested but not approved",
        `if (host.http !== undefined || host.storage?.put !== undefined) reached("unapproved");`,
      ),
      approved: [{ capability: "storage.get" }],
    },
    {
      ...attack("approved but not requested", `if (host.http !== undefined) reached("unrequested");`),
      requests: [{ capability: "log" }],
      approved: [{ capability: "log" }, { capability: "http.fetch", hosts: ["api.example.com"] }],
    },
    {
      ...attack("host approved, another requested", `if (host.http !== undefined) reached("host");`),
      requests: [{ capability: "http.fetch", hosts: ["evil.test"] }],
      approved: [{ capability: "http.fetch", hosts: ["api.example.com"] }],
    },
    {
      ...attack(
        "wider than approved",
        `try { await host.records.read({ form: "meter", fields: ["day"] }); reached("day"); } catch {}`,
      ),
      approved: [{ capability: "records.read", forms: [{ form: "meter", fields: ["kwh"] }] }],
    },
    {
      name: "clock at a deterministic point, though approved",
      ends: ["harmless"],
      point: "kpi.measure",
      requests: [{ capability: "clock.now" }, { capability: "random" }, { capability: "storage.get" }],
      input: [{ kpi: "x", period: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }, rows: [] }],
      module: `export default { hooks: { "kpi.measure": (items, { host }) => { if (host.clock || host.random || host.storage) throw new Error("canary-7f3b9c15"); return items.map(() => ({ value: null })); } } };`,
    },
  ],
};
