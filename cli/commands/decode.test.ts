import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, test } from "vitest";

const MANIFOLD = path.resolve(import.meta.dirname, "../manifold.ts");
const decode = (args: readonly string[], input = "") =>
  spawnSync(process.execPath, [MANIFOLD, "decode", ...args], { encoding: "utf8", input });

describe("manifold decode", () => {
  test("a frame from standard input as JSON", () => {
    const { status, stdout } = decode(
      ["--protocol", "dlt645-2007", "-"],
      "68 61 01 00 00 00 00 68 91 06 33 34 34 35 34 43 10 16\n",
    );
    expect([status, JSON.parse(stdout).values[0].value]).toEqual([0, "100.1"]);
  });

  test("a bad frame: exit code 1 with the byte offset; wrong usage: 2", () => {
    const { status, stderr } = decode([
      "--protocol",
      "cjt188",
      "68 10 44 33 22 11 00 33 78 01 03 1F 90 00 80 17",
    ]);
    expect([status, JSON.parse(stderr).error.where]).toEqual([1, { byte: 15 }]);
    expect(decode(["--protocol", "morse", "00"]).status).toBe(2);
    expect(decode(["00"]).status).toBe(2);
  });
});
