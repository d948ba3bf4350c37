import { expect, it } from "vitest";
import { localPath } from "./local-path.ts";

it("takes a path of this site as it is", () => {
  expect(localPath("/t/linzhou/portal?month=2026-03#top", "/")).toBe("/t/linzhou/portal?month=2026-03#top");
});

it.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/\t/evil.example/",
  "/a\\b",
  "/\n/evil.example",
  "javascript:alert(1)",
  "portal",
  "",
  null,
  undefined,
  7,
])("refuses %j", (value) => {
  const path = localPath(value, "/safe");
  expect(path).toBe("/safe");
  expect(new URL(path, "https://here.example").host).toBe("here.example");
});
