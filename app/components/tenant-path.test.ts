import { expect, it } from "vitest";
import { tenantPath } from "./tenant-path.ts";

it("is under the utility's path in the demo and at the root of its own host", () => {
  expect(tenantPath("/t/linzhou", "portal/bills")).toBe("/t/linzhou/portal/bills");
  expect(tenantPath("/t/linzhou", "/portal/")).toBe("/t/linzhou/portal");
  expect(tenantPath("/t/linzhou", "")).toBe("/t/linzhou");
  expect(tenantPath("", "portal/bills")).toBe("/portal/bills");
  expect(tenantPath("", "")).toBe("/");
});
