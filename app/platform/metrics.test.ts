import { describe, expect, it } from "vitest";
import { mayReadMetrics, metrics } from "./metrics.ts";

const asker = (remote: string | undefined, more: { forwarded?: boolean; authorization?: string } = {}) => ({
  remote,
  forwarded: more.forwarded ?? false,
  authorization: more.authorization,
});

describe("the figures of a process", () => {
  it("are read by this machine only where no token is set, and by nobody through a proxy on it", () => {
    expect(mayReadMetrics(undefined, asker("127.0.0.1"))).toBe(true);
    expect(mayReadMetrics(undefined, asker("::ffff:127.0.0.1"))).toBe(true);
    expect(mayReadMetrics(undefined, asker("127.0.0.1", { forwarded: true }))).toBe(false);
    expect(mayReadMetrics(undefined, asker("10.0.0.7"))).toBe(false);
    expect(mayReadMetrics(undefined, asker(undefined, { authorization: "Bearer anything" }))).toBe(false);
  });

  it("are read by who holds the token, from wherever, and by nobody else", () => {
    const token = "a-token-of-many-signs";
    const says = (authorization: string) => asker("10.0.0.7", { authorization, forwarded: true });
    expect(mayReadMetrics(token, says("Bearer a-token-of-many-signs"))).toBe(true);
    expect(mayReadMetrics(token, says("Bearer a-token-of-many-signz"))).toBe(false);
    expect(mayReadMetrics(token, says("Bearer a"))).toBe(false);
    expect(mayReadMetrics(token, asker("127.0.0.1"))).toBe(false);
  });

  it("tell requests by area and status class", async () => {
    metrics().requests.observe({ method: "GET", area: "portal", status: "2xx" }, 0.02);
    expect(await metrics().registry.metrics()).toContain(
      'manifold_http_request_seconds_count{method="GET",area="portal",status="2xx"} 1',
    );
  });
});
