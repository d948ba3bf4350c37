import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "manifold-cli-plugin-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `manifold plugin …` as a person would. */
function manifold(args: readonly string[], input = "") {
  const command = ["--no-warnings", path.join(ROOT, "cli/manifold.ts"), "plugin", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}

describe("manifold plugin", () => {
  test("new, run, check, key, pack, verify: a developer's first minutes", () => {
    expect(manifold(["new", "my-levy", "--point", "tariff.charge"])).toMatchObject({ status: 0 });

    const sample = readFileSync(path.join(folder, "my-levy/sample.json"), "utf8");
    const run = manifold(["run", "my-levy", "--hook", "tariff.charge", "--input", "-", "--json"], sample);
    expect(run.status).toBe(0);
    // 67.28 + 28.66 = 95.94, one per cent of it.
    expect(JSON.parse(run.stdout)).toMatchObject({
      ok: true,
      output: [{ lines: [{ code: "charge", amount: "0.96" }] }],
    });

    expect(manifold(["check", "my-levy"])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("tariff.charge: ok"),
    });

    const key = manifold(["key", "publisher.pem"]);
    expect(key.status).toBe(0);
    expect(statSync(path.join(folder, "publisher.pem")).mode & 0o077).toBe(0);
    expect(manifold(["key", "publisher.pem"]).status).toBe(1);

    expect(manifold(["pack", "my-levy", "--key", "publisher.pem", "--json"]).status).toBe(0);
    const file = "my-levy-0.1.0.tgz";
    expect(existsSync(path.join(folder, file))).toBe(true);
    const publicKey = key.stdout.trim();
    expect(manifold(["verify", file, "--key", publicKey])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("holds"),
    });
    expect(manifold(["verify", file, "--key", "MCowBQYDK2VwAyEA"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("BUNDLE_SIGNATURE_INVALID"),
    });
  }, 60_000);

  test("bad data ends with 1 and says where", () => {
    const file = path.join(folder, "my-levy/plugin.ts");
    writeFileSync(
      file,
      `export default { hooks: { "tariff.charge": () => { throw new Error("no rate"); } } };`,
    );
    const failing = manifold(["run", "my-levy", "--hook", "tariff.charge", "--input", "my-levy/sample.json"]);
    expect(failing).toMatchObject({ status: 1, stdout: expect.stringContaining("plugin.js:1") });
    expect(manifold(["check", "my-levy", "--json"])).toMatchObject({ status: 1 });
    const wrong = manifold(["run", "my-levy", "--hook", "tariff.charge", "--input", '[{"currency":"CNY"}]']);
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.stderr)).toMatchObject({
      error: { code: "PLUGIN_INPUT_INVALID", where: { path: "0.agreement" } },
    });
  }, 60_000);

  test.each([
    [["run", "my-levy", "--hook", "tarif.charge", "--input", "{}"], "Allowed choices"],
    [["run", "my-levy", "--hook", "tariff.charge"], "--input"],
    [["run", "my-levy", "--hook", "tariff.charge", "--input", "{"], "not JSON"],
    [["new", "My Levy"], "no id"],
    [["fly"], "unknown command"],
  ])("wrong usage ends with 2: %j", (args, text) => {
    expect(manifold(args)).toMatchObject({ status: 2, stderr: expect.stringContaining(text) });
  });
});
