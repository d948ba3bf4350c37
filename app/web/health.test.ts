import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addReadinessCheck, healthRoutes, startDraining } from "./health.ts";

const server = createServer(express().use(healthRoutes()));
let address = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

async function ready(): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${address}/health/ready`);
  return { status: response.status, body: await response.json() };
}

it("is ready when every part answers, names the one that does not, keeps its reason to itself, and drains", async () => {
  let broken = false;
  addReadinessCheck("database", async () => {
    if (broken) throw new Error("password of user app is wrong");
  });
  expect(await ready()).toEqual({ status: 200, body: { status: "ready", parts: { database: "ok" } } });
  broken = true;
  expect(await ready()).toEqual({
    status: 503,
    body: { status: "not ready", parts: { database: "failed" } },
  });
  broken = false;
  startDraining();
  expect(await ready()).toEqual({ status: 503, body: { status: "draining", parts: { database: "ok" } } });
  const live = await fetch(`${address}/health/live`);
  expect(await live.json()).toEqual({ status: "live" });
});
