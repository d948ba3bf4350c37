import { afterEach, describe, expect, it, vi } from "vitest";
import { type StoredBrand, storeOf } from "./brands.ts";
import { resolveTenant } from "./tenant.ts";

const brand = (slug: string, ...hosts: string[]): StoredBrand => ({
  slug,
  name: { "zh-CN": slug, en: slug },
  shortName: { "zh-CN": slug, en: slug },
  kind: "power",
  tier: "city",
  parent: null,
  timezone: "Asia/Shanghai",
  currency: "CNY",
  locale: "zh-CN",
  color: "#0a5c78",
  logoUrl: null,
  hosts,
  logo: null,
});
const store = storeOf([
  brand("qingjiang"),
  brand("linzhou", "power.linzhou.example"),
  brand("linzhou-gas", "gas.linzhou.example"),
]);

const found = (host: string, pathname = "/portal"): string | null => {
  const tenant = resolveTenant(host, pathname, store);
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
