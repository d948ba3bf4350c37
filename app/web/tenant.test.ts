import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readBrands } from "./brands.ts";
import { resolveTenant } from "./tenant.ts";

const found = (host: string, pathname = "/portal"): string | null => {
  const tenant = resolveTenant(host, pathname);
  return tenant && `${tenant.brand.slug} ${tenant.base || "/"}`;
};
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the utility of a request", () => {
  it("is found by path, by the host that its pack names, and by no other", () => {
    expect(found("localhost", "/t/linzhou/portal")).toBe("linzhou /t/linzhou");
    expect(found("power.linzhou.example")).toBe("linzhou /");
    expect(found("POWER.linzhou.EXAMPLE")).toBe("linzhou /");
    for (const host of [
      "localhost",
      "linzhou.example",
      "x.power.linzhou.example",
      "power.linzhou.example.evil.example",
    ])
      expect(found(host)).toBeNull();
  });

  it("is what whoever runs the installation says, before what a pack says", () => {
    vi.stubEnv("MANIFOLD_HOSTS", "power.linzhou.example=linzhou-gas");
    expect(found("power.linzhou.example")).toBe("linzhou-gas /");
    vi.stubEnv("MANIFOLD_HOSTS", "power.linzhou.example=nobody");
    expect(found("power.linzhou.example")).toBeNull();
    vi.stubEnv("MANIFOLD_HOSTS", "");
    vi.stubEnv("PUBLIC_URL", "https://power.linzhou.example");
    expect(found("power.linzhou.example")).toBeNull();
    vi.stubEnv("PUBLIC_URL", "");
    // Under the domain of the platform a label is the utility of that name, whatever a pack claims.
    vi.stubEnv("MANIFOLD_DOMAIN", "linzhou.example");
    expect(found("power.linzhou.example")).toBeNull();
    expect(found("qingjiang.linzhou.example")).toBe("qingjiang /");
    expect(found("linzhou.example")).toBeNull();
  });
});

describe("two packs that name one host", () => {
  it("do not start: nobody can claim another's", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "packs-"));
    try {
      for (const slug of ["linzhou", "linzhou-gas"]) {
        mkdirSync(path.join(folder, slug));
        const pack = readFileSync(path.resolve("tenants", slug, "tenant.yaml"), "utf8")
          .replace(/hosts:.*/, "hosts: [ same.example.cn ]")
          .replace(/ {2}logo:.*\n/, "");
        writeFileSync(path.join(folder, slug, "tenant.yaml"), pack);
      }
      expect(() => readBrands(folder)).toThrow("the host same.example.cn belongs to linzhou already");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
