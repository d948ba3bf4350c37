import { describe, expect, it } from "vitest";
import { explain, LaunchFailure } from "./failure.ts";

const systemError = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: it failed`), { code, ...(path === undefined ? {} : { path }) });

describe("explain", () => {
  it("shows a foreseen reason as its one line, without a stack", () => {
    expect(explain(new LaunchFailure("Port 3000 is in use."))).toBe("Port 3000 is in use.");
  });

  it.each([
    ["ENOSPC", /disk is full \(\/srv\/m\)\. Free some space/],
    ["EACCES", /No permission \(\/srv\/m\).*chown/],
    ["EROFS", /read-only/],
  ])("says what to do about %s of the system, in one line", (code, line) => {
    const words = explain(systemError(code, "/srv/m"));
    expect(words).toMatch(line);
    expect(words.split("\n")).toHaveLength(1);
  });

  it("keeps the stack of what nobody foresaw", () => {
    expect(explain(new TypeError("x is not a function"))).toMatch(/TypeError: x is not a function\n\s+at /);
  });
});
