import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXTENSION_POINT_NAMES, EXTENSION_POINTS } from "#plugins/sdk/extension-points.ts";
import { createSandboxClient, type SandboxClient } from "../client.ts";
import { type RunningSandbox, startSandbox } from "../local.ts";
import { testBundle } from "../testing.ts";
import { readConfiguration, readPluginFolder } from "./folder.ts";
import { createPublisherKey, openPackage, packBundle } from "./pack.ts";
import { SAMPLES } from "./samples.ts";
import { scaffoldPlugin } from "./scaffold.ts";
import { packTgz, unpackTgz } from "./tar.ts";

const folder = mkdtempSync(path.join(tmpdir(), "manifold-authoring-"));
const folderOf = (point: string) => path.join(folder, point.replaceAll(".", "-"));
let sandbox: RunningSandbox;
let client: SandboxClient;

beforeAll(async () => {
  for (const point of EXTENSION_POINT_NAMES)
    scaffoldPlugin(folderOf(point), point.replaceAll(".", "-"), point);
  sandbox = await startSandbox({ childrenMax: 3 });
  client = createSandboxClient(sandbox.socketPath);
});
afterAll(async () => {
  client.close();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a new plugin", () => {
  test.each(EXTENSION_POINT_NAMES)("at %s runs as it is, on the sample beside it", async (point) => {
    const bundle = readPluginFolder(folderOf(point));
    const sample = JSON.parse(readFileSync(path.join(folderOf(point), "sample.json"), "utf8")) as never;
    expect(sample).toEqual(SAMPLES[point]);
    const { input, batched } = EXTENSION_POINTS[point];
    for (const item of batched ? (sample as unknown[]) : [sample]) input.parse(item);
    const grants = bundle.manifest.capabilities;
    const result = await client.call({ tenantId: "t", bundle, point, input: sample, grants, config: {} });
    expect(result.ok ? undefined : result.error.message).toBeUndefined();
  });

  test("passes the type check of its own settings, at every extension point", () => {
    const settings = JSON.parse(readFileSync(path.join(folderOf("bill.check"), "tsconfig.json"), "utf8")) as {
      include: string[];
    };
    settings.include = ["*.ts", "../*/plugin.ts"];
    writeFileSync(path.join(folderOf("bill.check"), "tsconfig.json"), JSON.stringify(settings));
    const tsc = path.resolve(import.meta.dirname, "../../node_modules/typescript-native/bin/tsc");
    const run = spawnSync(process.execPath, [tsc, "-p", folderOf("bill.check")], { encoding: "utf8" });
    expect(run.stdout).toBe("");
    expect(run.status).toBe(0);
  });

  test("never overwrites a folder", () => {
    expect(() => scaffoldPlugin(folderOf("bill.check"), "x", "bill.check")).toThrow("exists already");
  });
});

describe("a plugin's folder", () => {
  const write = (files: Record<string, string>) => {
    const made = mkdtempSync(path.join(folder, "case-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(made, name), text);
    return made;
  };
  const manifest = readFileSync(path.join(import.meta.dirname, "../../plugins/levy/plugin.json"), "utf8");

  test.each([
    ["no manifest", { "plugin.js": "" }, "cannot be read"],
    ["a manifest that is not JSON", { "plugin.json": "{", "plugin.js": "" }, "not JSON"],
    [
      "a manifest with a fault",
      { "plugin.json": manifest.replace("1.0.0", "one"), "plugin.js": "" },
      "version",
    ],
    [
      "a capability that does not exist",
      {
        "plugin.json": manifest.replace(
          '"capabilities": []',
          '"capabilities": [{"capability":"root.shell","reason":{"zh-CN":"x","en":"x"}}]',
        ),
        "plugin.js": "",
      },
      "no capability",
    ],
    ["no module", { "plugin.json": manifest }, "no plugin.ts or plugin.js"],
    [
      "a module that is too large",
      { "plugin.json": manifest, "plugin.js": " ".repeat(1_000_001) },
      "larger than",
    ],
    [
      "types that cannot be stripped",
      { "plugin.json": manifest, "plugin.ts": "enum A { B } export default A;" },
      "enum",
    ],
  ])("with %s is refused, with the reason", (_name, files, reason) => {
    expect(() => readPluginFolder(write(files as unknown as Record<string, string>))).toThrow(reason);
  });

  test("its configuration is checked by its own form", () => {
    const { manifest: levy } = readPluginFolder(path.resolve(import.meta.dirname, "../../plugins/levy"));
    expect(readConfiguration(levy, { rate: "0.1" })).toMatchObject({ basis: "quantity", unit: "kWh" });
    expect(() => readConfiguration(levy, { rate: "-1" })).toThrow("between 0 and 1000");
  });
});

describe("a package", () => {
  const publisher = createPublisherKey();
  const bundle = testBundle(`export default { hooks: {} };`, ["bill.check"]);
  const bytes = packBundle(bundle, publisher.privatePem);

  test("comes back as the same bundle, and depends on nothing but the content and the key", () => {
    expect(openPackage(bytes, [publisher.publicKey])).toEqual(bundle);
    expect(packBundle(bundle, publisher.privatePem).equals(bytes)).toBe(true);
  });

  test("of another publisher is refused", () => {
    expect(() => openPackage(bytes, [createPublisherKey().publicKey])).toThrow("not trusted");
    expect(() => openPackage(bytes, [])).toThrow("not trusted");
  });

  test("with any file changed is refused", () => {
    const files = unpackTgz(bytes);
    const other = packBundle(bundle, createPublisherKey().privatePem);
    const forged = {
      ...JSON.parse(files["signature.json"] as string),
      signature: JSON.parse(unpackTgz(other)["signature.json"] as string).signature,
    };
    const changes: Record<string, string>[] = [
      { "plugin.js": "export default { hooks: { evil() {} } };" },
      { "plugin.json": (files["plugin.json"] as string).replace("1.0.0", "1.0.1") },
      { "signature.json": JSON.stringify(forged) },
    ];
    for (const change of changes) {
      expect(() => openPackage(packTgz({ ...files, ...change }), [publisher.publicKey])).toThrow("signature");
    }
  });

  test("cannot be signed with another kind of key", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => packBundle(bundle, pem)).toThrow("Ed25519");
  });

  test("that is no archive, is cut off, or unpacks without end is refused", () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    for (const wrong of [Buffer.from("x"), bytes.subarray(0, 100), bomb, gzipSync(Buffer.alloc(600, 1))]) {
      expect(() => openPackage(wrong, [publisher.publicKey])).toThrow("not a valid plugin bundle");
    }
  });
});

describe("archives", () => {
  test("give back what was put in", () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,40}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: "grapheme", maxLength: 2_000 })), (files) => {
        expect(unpackTgz(packTgz(files))).toEqual({ ...files });
      }),
      { numRuns: 50 },
    );
  });

  test.each(["../x", "/etc/passwd", "a/b", "A", ".hidden", ""])("take no file named %j", (name) => {
    expect(() => unpackTgz(packTgz({ [name]: "x" }))).toThrow("no plain file");
  });

  test.runIf(existsSync("/bin/tar"))("can be read by tar", () => {
    const list = spawnSync("/bin/tar", ["tzf", "-"], {
      input: packTgz({ "a.txt": "x", "b.txt": "y" }),
      encoding: "utf8",
    });
    expect(list.stdout).toBe("a.txt\nb.txt\n");
  });
});
